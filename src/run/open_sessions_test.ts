import assert from "node:assert/strict";
import { sessionSample, turnSample } from "../metrics/sample_fixtures.ts";
import type { SessionSample } from "../metrics/sample.ts";
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

Deno.test("a session that began has an end, once, even if its runner gives out", () => {
  const sessions: SessionSample[] = [];
  const begun: string[] = [];
  const open = new OpenSessions(JOB, {
    begun: (id) => begun.push(id),
    turn() {},
    session: (sample) => sessions.push(sample),
    dropped() {},
  }, () => 7);
  const tags = { runId: "run-1", agent: "local", region: "us", sessionId: "us-1" };
  for (const id of ["us-1", "us-2", "us-east-1"]) open.begun(id);
  open.session(sessionSample({ tags }));
  open.turn(turnSample({ tags: { ...tags, sessionId: "us-2" } }));
  open.end();
  open.end();
  assert.deepEqual(begun, ["us-1", "us-2", "us-east-1"]);
  assert.deepEqual(
    sessions.map(({ tags, outcome, turns }) => [tags.sessionId, tags.region, outcome, turns]),
    [
      ["us-1", "us", sessions[0]!.outcome, sessions[0]!.turns],
      ["us-2", "us", "late_generator", 1],
      ["us-east-1", "us-east", "late_generator", 0],
    ],
  );
  assert.deepEqual([sessions[1]!.startedAtMs, sessions[1]!.lateConnect], [7, true]);
});
