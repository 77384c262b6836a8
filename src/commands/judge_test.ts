import assert from "node:assert/strict";
import type { Outcome } from "../client/record.ts";
import { sessionSample, turnSample } from "../metrics/sample_fixtures.ts";
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
        summary.addTurn(turnSample({ outcome: outcome as Outcome, tags: { ...tags, region } }));
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
    remarks: [],
    clients: 4,
    ...changes,
  };
}

function failing(run: Ended): Ended {
  return { ...run, thresholds: [evaluate(parseThreshold("ttfa: p(50)<0.001"), run.summary)] };
}

Deno.test("a whole run passes, with a warning where turns failed that no threshold judges", () => {
  const whole = judge(ended({ us: { ok: 30 } }));
  assert.deepEqual(whole, { valid: true, reasons: [], warnings: [], exitCode: 0 });
  const flawed = judge(ended({ us: { ok: 20, timeout: 10 } }));
  assert.deepEqual([flawed.exitCode, flawed.valid], [0, true]);
  assert.match(flawed.warnings[0]!, /10 of 30 turns did not end well.*error_rate/);
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
  assert.match(reasons[0]!, /in 3 of 100 turns this generator was more than 20 ms late: use fewer/);
  assert.equal(judge(ended({ us: { late_generator: 30 } })).exitCode, 4);
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

Deno.test("a run that was cut short says why and is not valid", () => {
  const { exitCode, reasons } = judge(ended({ us: { ok: 30 } }, { stopped: "stopped at the cap" }));
  assert.deepEqual([exitCode, reasons], [4, ["stopped at the cap"]]);
});

Deno.test("dropped arrivals are warned of, also in a run that is not valid", () => {
  for (const late of [0, 10]) {
    const run = ended({ us: { ok: 30, late_generator: late } });
    for (let i = 0; i < 15; i++) run.summary.addSession(sessionSample({ tags: US }));
    for (let i = 0; i < 5; i++) run.summary.addDropped("us", "conversation");
    const { exitCode, warnings } = judge(run);
    assert.equal(exitCode, late > 0 ? 4 : 0);
    assert.match(
      warnings.at(-1)!,
      /5 of 20 arrivals in region 'us' .* dropped: raise --clients to about 6/,
    );
  }
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

Deno.test("a user's scenario may do without turns, as long as its sessions were ready", () => {
  const tasks = [{ region: "us", mayHaveNoTurn: true, coldStarts: 0 }];
  const run = ended({}, { tasks });
  assert.equal(judge(run).exitCode, 3);
  run.summary.addSession(sessionSample({ tags: US }));
  assert.equal(judge(run).exitCode, 0);
});

Deno.test("replies that the barge-in scenario cut off are no failures", () => {
  const run = ended({});
  const add = (outcome: Outcome, scenario: string) =>
    run.summary.addTurn(turnSample({ tags: US, outcome, scenario }));
  for (let i = 0; i < 5; i++) {
    add("ok", "barge-in");
    add("interrupted", "barge-in");
  }
  assert.deepEqual(judge(run).warnings, []);
  add("timeout", "barge-in");
  assert.match(judge(run).warnings[0]!, /^1 of 11 turns did not end well/);
});

Deno.test("audio that the system held back for a second, or sent again, is warned of", () => {
  const warned = (mostBytes: number, retransmitting: number) =>
    judge(ended({ us: { ok: 30 } }, { heldBack: { looks: 9, mostBytes, retransmitting } }));
  assert.deepEqual(warned(63_999, 0).warnings, []);
  assert.match(warned(65_536, 0).warnings[0]!, /up to 64 KiB .* 0 times in 9 looks/);
  assert.match(warned(100, 2).warnings[0]!, /again 2 times/);
  assert.equal(warned(65_536, 2).exitCode, 0);
});
