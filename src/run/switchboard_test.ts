import assert from "node:assert/strict";
import { FakeService } from "../client/fake_service.ts";
import type { Dial } from "../client/socket.ts";
import type { SessionSample, TurnSample } from "../metrics/sample.ts";
import type { SessionPlan } from "../plan/plan.ts";
import { planOf } from "../plan/plan_fixtures.ts";
import { conversation } from "../scenarios/conversation.ts";
import { reconnect } from "../scenarios/reconnect.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import { sleep } from "../time/clock.ts";
import { UNDIVIDED } from "../time/thread_watch.ts";
import { VirtualClock } from "../time/virtual_clock.ts";
import type { Job } from "./job.ts";
import { type SharedSetup, Switchboard } from "./switchboard.ts";
import { Pacer } from "../client/pacer.ts";

const HELLO = { name: "hello", frames: ["s0", "s1", "s2"], speechStartMs: 0, speechEndMs: 50 };
const SESSION: SessionPlan = {
  id: "us-1",
  number: 1,
  region: "us",
  dueMs: 0,
  endMs: Infinity,
  turns: 3,
};

interface Circumstances {
  readonly scenario?: Scenario;
  readonly dialMs?: number;
  readonly lateMs?: number;
  readonly gracefulStopMs?: number;
}

/** Takes one session, whose turns are answered in 200 ms. */
async function take(session: Partial<SessionPlan>, circumstances: Circumstances = {}) {
  const { scenario = conversation, dialMs = 0, lateMs = 0, gracefulStopMs = 30_000 } =
    circumstances;
  const clock = new VirtualClock();
  const [turns, sessions]: [TurnSample[], SessionSample[]] = [[], []];
  const load = { shape: "constant-sessions", clients: 1, rampMs: 0, turns: 3 } as const;
  const job: Job = {
    runId: "run-1",
    agent: "local",
    plan: planOf(load, { regions: ["us"], fixtures: ["hello"], gracefulStopMs }),
    endpoints: { us: { url: "ws://x", headers: {}, subprotocols: [], insecure: false } },
    speech: [],
  };
  const shared: SharedSetup = {
    clock,
    scenario,
    speech: new Map([["hello", HELLO]]),
    room: ["room"],
    pacer: new Pacer(clock, 20),
    turnTimeoutMs: 1000,
    lateLimitMs: 20,
    attention: UNDIVIDED,
  };
  const dialTo = (): Dial => async (handlers, signal) => {
    await sleep(clock, dialMs, signal);
    return await new FakeService(clock, (service) => service.answer(200)).dial(handlers);
  };
  await clock.advance(lateMs);
  const sink = {
    begun() {},
    turn: (turn: TurnSample) => turns.push(turn),
    session: (sample: SessionSample) => sessions.push(sample),
    dropped() {},
  };
  const switchboard = new Switchboard(job, shared, dialTo, sink, 0, new AbortController().signal);
  switchboard.take({ ...SESSION, ...session });
  await clock.advance(60_000);
  await switchboard.idle();
  return { turns, sessions };
}

Deno.test("who was let in before the time was up has the turns that were planned, however slow the connect", async () => {
  const { turns, sessions } = await take({ endMs: 1000, turns: 2 }, { dialMs: 1500 });
  assert.deepEqual(turns.map(({ outcome }) => outcome), ["ok", "ok"]);
  assert.deepEqual(sessions.map((s) => [s.outcome, s.turnsMissed]), [["ok", undefined]]);
});

Deno.test("what the graceful stop cuts is counted: turns that were planned and never attempted", async () => {
  const { turns, sessions } = await take({ endMs: 1000, turns: 4 }, {
    dialMs: 1500,
    gracefulStopMs: 1200,
  });
  assert.ok(turns.length > 0 && turns.length < 4);
  assert.deepEqual(sessions.map((s) => [s.outcome, s.turnsMissed]), [
    ["interrupted", 4 - turns.length],
  ]);
});

Deno.test("where time decides no turn begins after it, and none is missed", async () => {
  const { turns, sessions } = await take({ endMs: 1000, turns: Infinity }, { dialMs: 1500 });
  assert.deepEqual(turns, []);
  assert.deepEqual(sessions.map((s) => [s.outcome, s.turnsMissed]), [["ok", undefined]]);
});

Deno.test("a late first dial is told of the first connection", async () => {
  const { sessions } = await take({}, { scenario: reconnect, lateMs: 500 });
  assert.deepEqual(sessions.map((s) => [s.tags.sessionId, s.startLateMs, s.lateConnect]), [
    ["us-1", 500, true],
    ["us-1.2", undefined, false],
    ["us-1.3", undefined, false],
  ]);
});
