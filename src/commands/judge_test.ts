import assert from "node:assert/strict";
import { type Outcome, REPLY_NOT_HEARD, RUN_STOPPED, WORKER_LOST } from "../client/record.ts";
import { sessionSample, turnSample } from "../metrics/sample_fixtures.ts";
import type { SessionSample } from "../metrics/sample.ts";
import { Summary } from "../metrics/summary.ts";
import { parseThreshold } from "../metrics/threshold.ts";
import { evaluate } from "../metrics/verdict.ts";
import { type Ended, judge } from "./judge.ts";

const US = { ...turnSample().tags, region: "us" };

type Turns = Partial<Record<Outcome, number>>;

/** A run of one region, or of several, that attempted what it planned unless told otherwise. */
function ended(regions: Record<string, Turns>, changes: Partial<Ended> = {}): Ended {
  const summary = Summary.empty();
  const { tags } = turnSample();
  const tasks = Object.entries(regions).map(([region, turns]) => {
    for (const [outcome, count] of Object.entries(turns)) {
      for (let i = 0; i < count; i++) {
        summary.addTurn(turnSample({
          outcome: outcome as Outcome,
          ...(outcome === "interrupted" && { errorCode: RUN_STOPPED }),
          tags: { ...tags, region },
        }));
      }
    }
    return { region, turns: Object.values(turns).reduce((a, b) => a + b, 0), coldStarts: 0 };
  });
  return {
    summary,
    tasks,
    lateLimitMs: 20,
    interrupted: false,
    thresholds: [],
    scenarioErrors: new Map(),
    complaints: [],
    remarks: [],
    clients: 4,
    workers: 1,
    ...changes,
  };
}

function failing(run: Ended): Ended {
  return { ...run, thresholds: [evaluate(parseThreshold("ttfa: p(50)<0.001"), run.summary)] };
}

function judgedBy(expression: string, run: Ended): Ended {
  return { ...run, thresholds: [evaluate(parseThreshold(expression), run.summary)] };
}

Deno.test("a whole run passes; over 2 % of failed turns that no threshold judges void it", () => {
  const whole = judge(ended({ us: { ok: 30 } }));
  assert.deepEqual(whole, { valid: true, reasons: [], warnings: [], exitCode: 0 });
  assert.equal(judge(ended({ us: { ok: 98, timeout: 2 } })).exitCode, 0);
  const flawed = judge(ended({ us: { ok: 97, timeout: 3 } }));
  assert.deepEqual([flawed.exitCode, flawed.valid], [4, false]);
  assert.match(flawed.reasons[0]!, /^3 of 100 turns did not end well.*error_rate/);
  const passing = judge(judgedBy("ttfa: p(95)<9000", ended({ us: { ok: 1, timeout: 999 } })));
  assert.equal(passing.exitCode, 4);
});

Deno.test("failed turns are tolerated as far as a threshold judges their outcome there", () => {
  const half = { us: { ok: 50, timeout: 50 } };
  const code = (expression: string, run = ended(half)) => judge(judgedBy(expression, run)).exitCode;
  for (const tolerant of ["error_rate<0.6", "outcome(timeout)<=0.5", "outcome(ok)>0.4"]) {
    assert.equal(code(tolerant), 0, tolerant);
  }
  assert.equal(code("error_rate{region:us}<0.6"), 0);
  assert.equal(code("error_rate<0.01"), 1);
  // These judge something else.
  assert.equal(code("outcome(error)<0.6"), 4);
  assert.equal(code("dropped<0.6"), 4);
  assert.equal(code("error_rate{region:eu}<0.6", ended({ ...half, eu: { ok: 100 } })), 4);
});

Deno.test("what a late generator spoilt, and the end of the run cut off, is no failure", () => {
  const cut = judge(ended({ us: { ok: 98, late_generator: 1, interrupted: 50 } }));
  assert.deepEqual([cut.exitCode, cut.reasons, cut.warnings], [0, [], []]);
});

Deno.test("a failed threshold is exit 1", () => {
  assert.equal(judge(failing(ended({ us: { ok: 30 } }))).exitCode, 1);
});

Deno.test("a run that a threshold ended is exit 1, whatever it left undone", () => {
  const aborted = judge({ ...failing(ended({ us: { ok: 20, interrupted: 10 } })), aborted: true });
  assert.deepEqual(aborted, { valid: true, reasons: [], warnings: [], exitCode: 1 });
  const early = judge({ ...failing(ended({ us: { ok: 3 }, eu: {} })), aborted: true });
  assert.equal(early.exitCode, 1);
});

Deno.test("nothing measured is exit 3, in one region of several too, whatever thresholds say", () => {
  const closed = judge(failing(ended({ us: { closed: 10 } })));
  assert.deepEqual([closed.exitCode, closed.valid], [3, false]);
  assert.match(closed.reasons[0]!, /nothing was measured in region 'us': of 10 turns, 10 closed/);
  const half = judge(ended({ us: { ok: 30 }, eu: { timeout: 30 } }));
  assert.equal(half.exitCode, 3);
  assert.match(half.reasons[0]!, /region 'eu'/);
});

Deno.test("cold starts that were asked for and failed are not made up for by turns, nor the reverse", () => {
  const tasks = [{ region: "us", turns: 30, coldStarts: 5 }];
  const { exitCode, reasons } = judge(ended({ us: { ok: 30 } }, { tasks }));
  assert.deepEqual([exitCode, reasons], [3, ["no cold start was measured in region 'us'"]]);
});

Deno.test("over 2 % late turns void the run, before anything else is judged", () => {
  assert.equal(judge(ended({ us: { ok: 98, late_generator: 2 } })).exitCode, 0);
  const { exitCode, reasons } = judge(failing(ended({ us: { ok: 97, late_generator: 3 } })));
  assert.equal(exitCode, 4);
  assert.match(
    reasons[0]!,
    /in 3 of 100 turns this generator was more than 20 ms late \(frames were written in time: [^)]+\): use fewer/,
  );
  assert.equal(judge(ended({ us: { late_generator: 30 } })).exitCode, 4);
});

Deno.test("a run that a worker's end stopped is not told of the sessions that went down with it", () => {
  const changes = { stopped: "a worker ended" };
  const run = ended({ us: { ok: 30 } }, changes);
  for (let i = 0; i < 30; i++) {
    run.summary.addSession(
      sessionSample({ tags: US, outcome: "late_generator", errorCode: WORKER_LOST }),
    );
  }
  assert.deepEqual(judge(run).reasons, ["a worker ended"]);
  const { reasons } = judge(ended({ us: { late_generator: 30 } }, changes));
  assert.match(reasons[1]!, /^in 30 of 30 turns this generator/);
});

Deno.test("sessions that went on when all was over are a warning, but where the run itself was ended", () => {
  const run = ended({ us: { ok: 30 } });
  for (const outcome of ["ok", "interrupted", "interrupted"] as const) {
    run.summary.addSession(sessionSample({ tags: US, outcome }));
  }
  assert.match(judge(run).warnings[0]!, /^2 sessions went on until .* amid a turn or a wait$/);
  assert.equal(judge(run).exitCode, 0);
  assert.deepEqual(judge({ ...run, interrupted: true }).warnings, []);
});

Deno.test("over 2 % planned turns never attempted void the run, unless it was interrupted", () => {
  const planned = (turns: number) => ({ tasks: [{ region: "us", turns, coldStarts: 0 }] });
  assert.equal(judge(ended({ us: { ok: 98 } }, planned(100))).exitCode, 0);
  const { exitCode, reasons } = judge(ended({ us: { ok: 90 } }, planned(100)));
  assert.equal(exitCode, 4);
  assert.match(reasons[0]!, /10 of 100 planned turns were never attempted/);
  const cut = judge(ended({ us: { ok: 90 } }, { ...planned(100), interrupted: true }));
  assert.deepEqual([cut.exitCode, cut.valid], [130, true]);
});

Deno.test("over 2 % of sessions that this generator dialled late or gave up void the run", () => {
  const run = (late: Partial<SessionSample>, count: number) => {
    const tasks = [{ region: "us", coldStarts: 0 }];
    const timed = failing(ended({ us: { ok: 30 } }, { tasks }));
    for (let i = 0; i < 100; i++) {
      timed.summary.addSession(sessionSample({ tags: US, ...(i < count && late) }));
    }
    return judge(timed);
  };
  // Cold starts are taken one by one, and each is left out for itself.
  assert.equal(run({ lateConnect: true, scenario: "cold-start" }, 50).exitCode, 1);
  for (const late of [{ lateConnect: true }, { outcome: "late_generator" as const }]) {
    assert.equal(run(late, 2).exitCode, 1);
    const { exitCode, reasons } = run(late, 3);
    assert.deepEqual([exitCode, reasons.length], [4, 1]);
    assert.match(
      reasons[0]!,
      /^in 3 of 100 sessions this generator was more than 20 ms late \(frames were written in time: [^)]+\): use/,
    );
  }
});

Deno.test("too much lost outranks a threshold that failed on the rest", () => {
  const planned = [{ region: "us", turns: 100, coldStarts: 0 }];
  assert.equal(judge(failing(ended({ us: { ok: 90 } }, { tasks: planned }))).exitCode, 4);
  assert.equal(judge(failing(ended({ us: { ok: 90, error: 10 } }))).exitCode, 4);
});

Deno.test("a run that was cut short says why and is not valid", () => {
  const { exitCode, reasons } = judge(ended({ us: { ok: 30 } }, { stopped: "stopped at the cap" }));
  assert.deepEqual([exitCode, reasons], [4, ["stopped at the cap"]]);
  const lost = ended({ us: { ok: 30 } }, { stopped: "a worker failed" });
  const sample = turnSample({ tags: US, outcome: "late_generator", errorCode: "worker_lost" });
  for (let i = 0; i < 30; i++) lost.summary.addTurn(sample);
  assert.deepEqual(judge(lost).reasons, ["a worker failed"]);
});

Deno.test("over 2 % of dropped arrivals void the run, unless a threshold judges them", () => {
  const run = (dropped: number, late = 0) => {
    const open = ended({ us: { ok: 30, late_generator: late } });
    for (let i = 0; i < 100 - dropped; i++) open.summary.addSession(sessionSample({ tags: US }));
    for (let i = 0; i < dropped; i++) open.summary.addDropped("us", "conversation");
    return open;
  };
  const few = judge(run(2));
  assert.equal(few.exitCode, 0);
  assert.match(few.warnings[0]!, /^2 of 100 arrivals in region 'us' .*dropped: raise --clients to/);
  const { exitCode, reasons, warnings } = judge(run(20));
  assert.deepEqual([exitCode, warnings], [4, []]);
  assert.match(reasons[0]!, /20 of 100 arrivals .* raise --clients to at least 5/);
  const tolerated = judge(judgedBy("dropped<0.3", run(20)));
  assert.equal(tolerated.exitCode, 0);
  assert.match(tolerated.warnings[0]!, /20 of 100 arrivals/);
  assert.equal(judge(judgedBy("dropped<0.1", run(20))).exitCode, 1);
  const late = judge(run(20, 10)).reasons;
  assert.deepEqual([late.length, late.filter((text) => /arrivals/.test(text)).length], [2, 1]);
});

Deno.test("where time ends the run, over 2 % of sessions that ended before it void it", () => {
  const timed = (closed: number) => {
    const run = ended({ us: { ok: 30 } }, { tasks: [{ region: "us", coldStarts: 0 }] });
    for (let i = 0; i < 100; i++) {
      const outcome = i < closed ? "closed" : i < 50 ? "interrupted" : "ok";
      run.summary.addSession(sessionSample({ tags: US, outcome }));
    }
    return judge(run);
  };
  assert.deepEqual([timed(2).exitCode, timed(2).reasons], [0, []]);
  assert.equal(timed(3).exitCode, 4);
  assert.match(timed(3).reasons[0]!, /3 of 100 sessions never began or ended before their time/);
});

Deno.test("where time ends the run, over 2 % of turns that sessions never came to void it", () => {
  const timed = (turnsMissed: number) => {
    const run = ended({ us: { ok: 98 } }, { tasks: [{ region: "us", coldStarts: 0 }] });
    run.summary.addSession(sessionSample({ tags: US }));
    run.summary.addSession(sessionSample({ tags: US, turnsMissed }));
    return judge(run);
  };
  assert.deepEqual([timed(2).exitCode, timed(2).reasons], [0, []]);
  assert.equal(timed(3).exitCode, 4);
  assert.match(timed(3).reasons[0]!, /^3 of 101 planned turns were never attempted/);
});

Deno.test("where time ends the run, a region without an ok turn is unmeasured all the same", () => {
  const tasks = [{ region: "us", coldStarts: 0 }];
  assert.equal(judge(ended({ us: { timeout: 3 } }, { tasks })).exitCode, 3);
  assert.equal(judge({ ...ended({}), tasks }).exitCode, 3);
});

Deno.test("what went wrong in the scenario is told once, with the sessions that it ended", () => {
  const scenarioErrors = new Map([["own mistake (mine.ts:3:9)", 7], ["another", 1]]);
  const { warnings } = judge(ended({ us: { ok: 30 } }, { scenarioErrors }));
  assert.deepEqual(warnings, [
    "the scenario failed in 7 sessions: own mistake (mine.ts:3:9)",
    "the scenario failed in 1 session: another",
  ]);
});

Deno.test("of many kinds of error in a scenario the first are told, and how many sessions had others", () => {
  const scenarioErrors = new Map(Array.from({ length: 8 }, (_, i) => [`mistake ${i}`, 2]));
  const { warnings } = judge(ended({ us: { ok: 30 } }, { scenarioErrors }));
  assert.deepEqual(warnings.slice(4), [
    "the scenario failed in 2 sessions: mistake 4",
    "the scenario failed in other ways in 6 sessions: mend these first",
  ]);
});

Deno.test("a scenario's mistakes are why nothing was measured in their own region alone", () => {
  const scenarioErrors = new Map([["own mistake (mine.ts:3:9)", 1]]);
  const elsewhere = ended({ us: { ok: 30, error: 1 }, eu: { timeout: 1000 } }, { scenarioErrors });
  assert.equal(judge(elsewhere).exitCode, 3);
  const unheard = ended({ us: { ok: 1000 } });
  for (let i = 0; i < 15; i++) {
    const tags = { ...US, region: "eu" };
    unheard.summary.addTurn(turnSample({ tags, outcome: "error", errorCode: REPLY_NOT_HEARD }));
  }
  const tasks = ["us", "eu"].map((region) => ({ region, coldStarts: 0 }));
  assert.equal(judge({ ...unheard, tasks }).exitCode, 4);
});

Deno.test("an accepted loss of a thread voids no fleet as late sessions, nor as some that went on", () => {
  const run = ended({ us: { ok: 95 } });
  for (let i = 0; i < 50; i++) {
    const outcome = i < 5 ? "late_generator" : i < 10 ? "interrupted" : "ok";
    const lost = i < 5 && { errorCode: WORKER_LOST, lateConnect: true };
    run.summary.addSession(sessionSample({ outcome, tags: US, ...lost }));
  }
  const fleet = { reasons: [], warnings: ["covered to 90 %"], missedTurns: new Map([["us", 5]]) };
  const { exitCode, warnings } = judge({ ...run, fleet });
  assert.deepEqual([exitCode, warnings], [0, ["covered to 90 %"]]);
});

Deno.test("a scenario whose errors leave nothing, or too little, is why: exit 4, and told first", () => {
  const scenarioErrors = new Map([["own mistake (mine.ts:3:9)", 7]]);
  for (const turns of [{ error: 30 }, { ok: 20, error: 10 }]) {
    const { exitCode, reasons, warnings } = judge(ended({ us: turns }, { scenarioErrors }));
    assert.equal(exitCode, 4);
    assert.match(reasons[0]!, /^the scenario failed in 7 sessions: own mistake/);
    assert.deepEqual(warnings, []);
  }
});

Deno.test("a generator that was late tells what targets did, but not what a busy machine held back", () => {
  const doubtful = {
    heldBack: { looks: 9, mostBytes: 65_536, retransmitting: 2 },
    complaints: ["the target closed the connection"],
    remarks: ["something else"],
  };
  assert.equal(judge(ended({ us: { ok: 30 } }, doubtful)).warnings.length, 3);
  const { warnings } = judge(ended({ us: { ok: 20, late_generator: 10 } }, doubtful));
  assert.deepEqual(warnings, ["the target closed the connection", "something else"]);
});

Deno.test("a scenario that hears no reply out is why nothing was measured", () => {
  const run = ended({});
  for (const errorCode of [REPLY_NOT_HEARD, "gone"]) {
    run.summary.addTurn(turnSample({ tags: US, outcome: "error", errorCode }));
  }
  const { exitCode, reasons } = judge({ ...run, tasks: [{ region: "us", coldStarts: 0 }] });
  assert.equal(exitCode, 4);
  assert.match(reasons[0]!, /^the scenario did not hear the reply of 1 turn out .*await hearReply/);
});

Deno.test("a reply left unheard here is not why nothing was measured there", () => {
  const run = ended({ us: { ok: 1000 } });
  run.summary.addTurn(turnSample({ tags: US, outcome: "error", errorCode: REPLY_NOT_HEARD }));
  const tasks = ["us", "eu"].map((region) => ({ region, coldStarts: 0 }));
  const { exitCode, reasons, warnings } = judge({ ...run, tasks });
  assert.deepEqual([exitCode, reasons.length], [3, 1]);
  assert.match(warnings.join(), /did not hear the reply of 1 turn out/);
});

Deno.test("an interruption before anything was measured leaves a run that is not valid", () => {
  const { exitCode, valid, reasons } = judge(ended({}, {
    tasks: [{ region: "us", turns: 30, coldStarts: 0 }],
    interrupted: true,
  }));
  assert.deepEqual([exitCode, valid], [130, false]);
  assert.match(reasons[0]!, /^nothing was measured in region 'us'/);
});

Deno.test("how a generator was late is told: by its frames, or by its thread alone", () => {
  const reason = (pacingMs: Float64Array) => {
    const run = ended({ us: { ok: 1 } });
    run.summary.addTurn(turnSample({ tags: US, outcome: "late_generator", pacingMs }));
    return judge(run).reasons[0]!;
  };
  assert.match(
    reason(Float64Array.of(41)),
    /late \(frames left up to 41\.\d* ms after they were due\)/,
  );
  assert.match(
    reason(Float64Array.of(1)),
    /late \(frames were written in time: its thread was held up/,
  );
});

Deno.test("a user's scenario may do without turns, as long as its sessions were ready", () => {
  const tasks = [{ region: "us", mayHaveNoTurn: true, coldStarts: 0 }];
  const run = ended({}, { tasks });
  assert.equal(judge(run).exitCode, 3);
  run.summary.addSession(sessionSample({ tags: US }));
  const { exitCode, warnings } = judge(run);
  assert.equal(exitCode, 0);
  assert.match(warnings.join(), /^in region 'us' the scenario began no turn/);
  // What was cut short might have begun one.
  assert.deepEqual(judge({ ...run, interrupted: true }).warnings, []);
});

Deno.test("replies that the barge-in scenario cut off are no failures", () => {
  const run = ended({});
  const add = (outcome: Outcome, scenario: string) =>
    run.summary.addTurn(turnSample({ tags: US, outcome, scenario }));
  for (let i = 0; i < 5; i++) {
    add("ok", "barge-in");
    add("interrupted", "barge-in");
  }
  assert.deepEqual(judge({ ...run, tasks: [] }).reasons, []);
  add("timeout", "barge-in");
  assert.match(judge({ ...run, tasks: [] }).reasons[0]!, /^1 of 11 turns did not end well/);
});

Deno.test("audio that the system held back for a second, or sent again, is warned of", () => {
  const warned = (mostBytes: number, retransmitting: number) =>
    judge(ended({ us: { ok: 30 } }, { heldBack: { looks: 9, mostBytes, retransmitting } }));
  assert.deepEqual(warned(63_999, 0).warnings, []);
  assert.match(warned(65_536, 0).warnings[0]!, /up to 64 KiB of one caller's audio back: the/);
  assert.match(warned(100, 2).warnings[0]!, /again 2 times/);
  assert.equal(warned(65_536, 2).exitCode, 0);
});
