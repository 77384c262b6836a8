import assert from "node:assert/strict";
import { sessionSample, turnSample } from "../metrics/sample_fixtures.ts";
import type { SessionSample, TurnSample } from "../metrics/sample.ts";
import { planOf } from "../plan/plan_fixtures.ts";
import type { Job } from "./job.ts";
import { OpenSessions } from "./open_sessions.ts";

const JOB: Job = {
  runId: "run-1",
  agent: "local",
  plan: planOf({ shape: "constant-sessions", clients: 2, rampMs: 0, turns: 1 }, {
    regions: ["us", "us-east"],
  }),
  endpoints: {},
  speech: [],
};

Deno.test("a session or turn that began has an end, once, even if its runner gives out", () => {
  const sessions: SessionSample[] = [];
  const turns: TurnSample[] = [];
  const begun: string[] = [];
  const open = new OpenSessions(JOB, {
    begun: (id) => begun.push(id),
    turn: (sample) => turns.push(sample),
    session: (sample) => sessions.push(sample),
    dropped() {},
  }, () => 7);
  const tags = { runId: "run-1", agent: "local", region: "us", sessionId: "us-1" };
  for (const id of ["us-1", "us-2", "us-east-1"]) open.begun(id);
  open.session(sessionSample({ tags }));
  const told = { ...tags, sessionId: "us-2" };
  for (const turn of [1, 2]) {
    open.turnBegun({
      ...{ tags: told, turn, scenario: "own", fixture: "a.wav", startedAtMs: turn, cold: false },
    });
    if (turn === 1) open.turn(turnSample({ tags: told, turn }));
  }
  // Of a session that has ended nothing more is told.
  const late = { tags, turn: 9, scenario: "own", fixture: "a.wav", startedAtMs: 9, cold: false };
  open.turnBegun(late);
  open.end();
  open.end();
  assert.deepEqual(begun, ["us-1", "us-2", "us-east-1"]);
  assert.deepEqual(
    sessions.map(({ tags, outcome, turns }) => [tags.sessionId, tags.region, outcome, turns]),
    [
      ["us-1", "us", sessions[0]!.outcome, sessions[0]!.turns],
      ["us-2", "us", "late_generator", 2],
      ["us-east-1", "us-east", "late_generator", 0],
    ],
  );
  assert.deepEqual([sessions[1]!.startedAtMs, sessions[1]!.lateConnect], [7, true]);
  assert.deepEqual(
    turns.map(({ tags, turn, outcome, errorCode }) => [tags, turn, outcome, errorCode]),
    [[told, 1, "ok", undefined], [told, 2, "late_generator", "worker_lost"]],
  );
});
