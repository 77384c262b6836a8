import assert from "node:assert/strict";
import type { SpeechFixture } from "../audio/fixture.ts";
import type { Endpoint } from "../client/endpoint.ts";
import type { Dial } from "../client/socket.ts";
import type { SessionSample, TurnSample } from "../metrics/sample.ts";
import type { Load } from "../config/load.ts";
import type { Plan } from "../plan/plan.ts";
import { planOf } from "../plan/plan_fixtures.ts";
import type { Cancel } from "../time/clock.ts";
import { VirtualClock } from "../time/virtual_clock.ts";
import type { Dropped, Job } from "./job.ts";
import { LocalRunner, type LocalRunnerOptions } from "./local_runner.ts";

const AUDIO = new Uint8Array(4800).toBase64();

const SPEECH: SpeechFixture = {
  name: "hello",
  path: "hello.wav",
  samples: new Int16Array(24_000).fill(5000),
  firstSpeechSample: 0,
  lastSpeechSample: 23_999,
  boundsFrom: "manifest",
};

/** Answers 600 ms after the loud frames have ended, as a server VAD would. */
function answering(clock: VirtualClock, headers = {}): Dial {
  return (handlers) => {
    const tell = (ms: number, event: object) =>
      clock.at(clock.now() + ms, () => {
        const text = JSON.stringify(event);
        handlers.onText(text, text.length);
      });
    let loud = false;
    let responses = 0;
    const send = (text: string) => {
      const event = JSON.parse(text);
      if (event.type !== "input_audio_buffer.append") return;
      const isLoud =
        Math.abs(new DataView(Uint8Array.fromBase64(event.audio).buffer).getInt16(0, true)) > 1000;
      if (loud && !isLoud) {
        tell(400, { type: "input_audio_buffer.speech_stopped" });
        const id = `resp_${++responses}`;
        tell(500, { type: "response.created", response: { id } });
        tell(600, { type: "response.output_audio.delta", response_id: id, delta: AUDIO });
        tell(610, { type: "response.done", response: { id, status: "completed" } });
      }
      loud = isLoud;
    };
    tell(1, { type: "session.created" });
    const close = () => handlers.onClose(1000);
    const socket = { send, ping: () => {}, pause: () => {}, close, terminate: close };
    const phases = { tcpMs: 100, upgradeMs: 200 };
    return Promise.resolve({ ok: true, socket, phases, openedAtMs: clock.now(), headers });
  };
}

function job(load: Load, changes: Partial<Plan> = {}): Job {
  const endpoint = { url: "ws://x/voice", headers: {}, subprotocols: [], insecure: false };
  return {
    runId: "run-1",
    agent: "local",
    plan: planOf(load, { fixtures: ["hello"], ...changes }),
    endpoints: { us: endpoint, eu: endpoint },
    speech: [SPEECH],
  };
}

const counted = (clients: number, turns: number) =>
  job({ shape: "constant-sessions", clients, rampMs: 1000, turns });

async function drive(
  work: Job,
  dial: (clock: VirtualClock, endpoint: Endpoint) => Dial,
  abortAtMs?: number,
  options: LocalRunnerOptions = {},
) {
  const clock = new VirtualClock();
  const turns: TurnSample[] = [];
  const sessions: SessionSample[] = [];
  const begun: string[] = [];
  const dropped: Dropped[] = [];
  const abort = new AbortController();
  if (abortAtMs !== undefined) clock.at(abortAtMs, () => abort.abort());
  const dialerOf = (endpoint: Endpoint) => dial(clock, endpoint);
  const running = new LocalRunner(clock, { dialerOf, ...options }).run(work, {
    begun: (id) => begun.push(id),
    turn: (turn) => turns.push(turn),
    session: (session) => sessions.push(session),
    dropped: (arrival) => dropped.push(arrival),
  }, abort.signal);
  await clock.advance(60_000);
  return { ...await running, turns, sessions, begun, dropped };
}

Deno.test("each client has tickets of its own user, so that limits per user can stay on", async () => {
  const users: (string | undefined)[] = [];
  await drive(counted(3, 1), (clock, endpoint) => {
    users.push(endpoint.ticketUser);
    return answering(clock);
  });
  const clients = users.filter((user) => user !== undefined);
  assert.equal(clients.length, 6);
  assert.equal(new Set(clients).size, 6);
  assert.ok(clients.includes("ttfa-bench-us-1"), clients.join());
});

Deno.test("LocalRunner drives every session of the plan and tags what they measure", async () => {
  const { unreachable, turns, sessions, begun } = await drive(counted(3, 2), answering);
  assert.deepEqual(unreachable, []);
  assert.equal(turns.length, 12);
  assert.equal(sessions.length, 6);
  assert.deepEqual(begun.toSorted(), sessions.map((s) => s.tags.sessionId).toSorted());
  for (const turn of turns) {
    assert.equal(turn.outcome, "ok");
    // The first quiet frame leaves 20 ms after the last loud sample was captured.
    assert.ok(Math.abs(turn.ttfaMs! - 620) < 1e-6, `${turn.ttfaMs}`);
    assert.equal(turn.tags.region, turn.tags.sessionId.split("-")[0]);
  }
});

Deno.test("LocalRunner believes no turn during which its thread did not hear itself", async () => {
  const { turns } = await drive(counted(3, 2), answering, undefined, { sayToSelf: () => {} });
  assert.deepEqual(new Set(turns.map(({ outcome }) => outcome)), new Set(["late_generator"]));
});

Deno.test("LocalRunner measures nothing when a target does not answer", async () => {
  const dead = (): Dial => () =>
    Promise.resolve({ ok: false, outcome: "unreachable", errorCode: "ECONNREFUSED", phases: {} });
  const { unreachable, turns, begun } = await drive(counted(3, 2), dead);
  assert.deepEqual(unreachable.map(({ region, errorCode }) => [region, errorCode]), [
    ["us", "ECONNREFUSED"],
    ["eu", "ECONNREFUSED"],
  ]);
  assert.deepEqual([turns.length, begun.length], [0, 0]);
});

Deno.test("LocalRunner asks for the probe from the second session on, and where it is offered alone", async () => {
  for (const [headers, asked] of [[{}, undefined], [{ "x-bridge-probe": "available" }, true]]) {
    const probes: (boolean | undefined)[] = [];
    await drive(counted(1, 1), (clock, { probe }) => {
      probes.push(probe);
      return answering(clock, headers as Record<string, string>);
    });
    assert.deepEqual(probes, [undefined, undefined, asked, asked]);
  }
});

Deno.test("LocalRunner reports the first session where, and only where, an instance started for it", async () => {
  const coldStarts = async (cold: string, uptimeMs?: string) => {
    const headers = { "x-bridge-cold": cold, ...(uptimeMs && { "x-bridge-uptime-ms": uptimeMs }) };
    let dials = 0;
    const { sessions } = await drive(
      counted(1, 1),
      (clock) => answering(clock, ++dials > 1 ? {} : headers),
    );
    return sessions.flatMap(({ coldStartMs, tags }) =>
      coldStartMs === undefined ? [] : [[tags.sessionId, coldStartMs]]
    );
  };
  assert.deepEqual(await coldStarts("1", "299"), [["us-first", 301]]);
  assert.deepEqual(await coldStarts("1", "300"), []);
  assert.deepEqual(await coldStarts("1"), []);
  assert.deepEqual(await coldStarts("0", "10"), []);
});

Deno.test("LocalRunner stops on the signal: finished turns stay, sessions end as interrupted", async () => {
  const { turns, sessions, begun } = await drive(counted(3, 5), answering, 3000);
  assert.ok(turns.length > 0 && turns.length < 30);
  assert.equal(sessions.length, begun.length);
  assert.ok(sessions.every((session) => session.outcome === "interrupted"));
});

/** Turns of `answering`: 1 s of speech, the reply 600 ms after it, 100 ms long. */
const TURN_MS = 1720;
const NO_PAUSE = { regions: ["us"], thinkBetween: { kind: "constant", ms: 0 } } as const;

Deno.test("LocalRunner goes on until the time is up, and hears the open turns out", async () => {
  const load: Load = { shape: "constant-sessions", clients: 3, rampMs: 0, durationMs: 5000 };
  const { turns, sessions } = await drive(job(load, NO_PAUSE), answering);
  assert.deepEqual(sessions.map(({ outcome, turns }) => [outcome, turns]), [
    ["ok", 3],
    ["ok", 3],
    ["ok", 3],
  ]);
  assert.ok(turns.length === 9 && turns.every(({ outcome }) => outcome === "ok"));
  // Two turns end in time; the third began in time and ends after it.
  assert.ok(200 + 2 * TURN_MS < 5000 && 200 + 3 * TURN_MS > 5000);
});

Deno.test("LocalRunner cuts the turns that are still open after the graceful stop", async () => {
  const load: Load = { shape: "constant-sessions", clients: 2, rampMs: 0, durationMs: 5000 };
  const work = job(load, { ...NO_PAUSE, gracefulStopMs: 200 });
  const { turns, sessions } = await drive(work, answering);
  const ends = turns.map(({ outcome, errorCode }) => [outcome, errorCode]);
  const [ok, cut] = [["ok", undefined], ["interrupted", "run_stopped"]];
  assert.deepEqual(ends, [ok, ok, ok, ok, cut, cut]);
  assert.ok(sessions.every(({ outcome }) => outcome === "interrupted"));
});

Deno.test("LocalRunner drops arrivals that find no free client, and counts each", async () => {
  // A session lasts about 2 s: one client takes every other arrival of one a second.
  const load: Load = {
    shape: "constant-arrival-rate",
    clients: 1,
    turns: 1,
    stages: [{ durationMs: 10_000, from: 1, to: 1 }],
  };
  const { begun, dropped, turns } = await drive(job(load), answering);
  assert.equal(begun.length + dropped.length, 20);
  assert.deepEqual(
    ["us", "eu"].map((region) => dropped.filter((arrival) => arrival.region === region).length),
    [5, 5],
  );
  assert.deepEqual(dropped[0], { region: "us", scenario: "conversation" });
  assert.equal(turns.length, begun.length);
});

Deno.test("LocalRunner opens and closes sessions as the stages say", async () => {
  const stages = [
    { durationMs: 10_000, from: 0, to: 2 },
    { durationMs: 10_000, from: 2, to: 0 },
  ];
  const work = job({ shape: "ramping-sessions", stages }, NO_PAUSE);
  const { sessions, turns } = await drive(work, answering);
  assert.deepEqual(sessions.map(({ tags, outcome }) => [tags.sessionId, outcome]), [
    ["us-2", "ok"],
    ["us-1", "ok"],
  ]);
  // 5 s and 15 s long.
  assert.deepEqual(sessions.map((session) => session.turns), [3, 9]);
  assert.equal(turns.length, 12);
});

/** Time can pass on it while nothing runs, as on a thread that is held up. */
class StallingClock extends VirtualClock {
  #heldMs = 0;
  hold(ms: number): void {
    this.#heldMs += ms;
  }
  override now(): number {
    return super.now() + this.#heldMs;
  }
  override at(dueMs: number, task: () => void): Cancel {
    return super.at(dueMs - this.#heldMs, task);
  }
}

/** Two sessions, 500 ms apart, of a run that starts at `startMs`; it is ready at 1001. */
async function late(startMs: number, { headers = {}, holdMs = 0 } = {}) {
  const clock = new StallingClock(1000);
  const sessions: SessionSample[] = [];
  const load: Load = { shape: "constant-sessions", clients: 2, rampMs: 1000, turns: 1 };
  const runner = new LocalRunner(clock, {
    dialerOf: () => (handlers, signal) => {
      clock.hold(holdMs);
      return answering(clock, headers)(handlers, signal);
    },
    start: () => Promise.resolve({ startMs }),
  });
  const ignore = () => {};
  const sink = {
    begun: ignore,
    turn: ignore,
    dropped: ignore,
    session: (session: SessionSample) => sessions.push(session),
  };
  const running = runner.run(
    { ...job(load, NO_PAUSE), isFollower: true },
    sink,
    new AbortController().signal,
  );
  await clock.advance(60_000);
  await running;
  return sessions;
}

Deno.test("LocalRunner tells how late a dial was, and takes late ones out of the figures", async () => {
  const lateness = async (...args: Parameters<typeof late>) =>
    (await late(...args)).map(({ startLateMs, lateConnect }) => [startLateMs, lateConnect]);
  assert.deepEqual(await lateness(1100), [[0, false], [0, false]]);
  assert.deepEqual(await lateness(490), [[510, true], [0, false]]);
  assert.deepEqual((await lateness(1100, { holdMs: 300 })).map(([, isLate]) => isLate), [
    true,
    true,
  ]);
});

Deno.test("LocalRunner counts a cold start from the moment its dial was due", async () => {
  const headers = { "x-bridge-cold": "1", "x-bridge-uptime-ms": "10" };
  const coldStarts = (await late(985, { headers })).map(({ coldStartMs }) => coldStartMs);
  assert.deepEqual(coldStarts, [316, 301]);
});

Deno.test("LocalRunner as a follower holds no first session, and dials as it is told at the start", async () => {
  const clock = new VirtualClock();
  const dialled: string[] = [];
  const whole = counted(1, 1);
  const told = Object.fromEntries(
    Object.entries(whole.endpoints).map((
      [name, at],
    ) => [name, { ...at, url: `ws://${name}/told` }]),
  );
  const runner = new LocalRunner(clock, {
    dialerOf: ({ url }) => {
      dialled.push(url);
      return answering(clock);
    },
    start: (learnt) => {
      assert.equal(learnt, undefined);
      return Promise.resolve({ startMs: clock.now(), endpoints: told });
    },
  });
  const ignore = () => {};
  const sink = { begun: ignore, turn: ignore, session: ignore, dropped: ignore };
  const { signal } = new AbortController();
  const running = runner.run({ ...whole, isFollower: true }, sink, signal);
  await clock.advance(60_000);
  await running;
  assert.deepEqual(dialled, ["ws://us/told", "ws://eu/told"]);
});
