import assert from "node:assert/strict";
import type { AgentEnd } from "../fleet/fleet_end.ts";
import type { EndRecord } from "../fleet/records.ts";
import type { Plan } from "../plan/plan.ts";
import { complaintsOf, fleetFindings, fleetReport } from "./fleet_findings.ts";

const PLAN: Plan = {
  seed: 1,
  regions: ["eu", "us"],
  scenario: "conversation",
  fixtures: [],
  load: { shape: "constant-sessions", clients: 10, turns: 3, rampMs: 0 },
  thinkBetween: { kind: "constant", ms: 0 },
  gracefulStopMs: 0,
  jitter: 0,
  frameMs: 20,
  turnTimeoutMs: 1000,
  lateLimitMs: 20,
};

const END: EndRecord = {
  ...{ windows: 10, rows: 0, unreachable: [], startLateMs: 0 },
  ...{ complaints: [], remarks: [], scenarioErrors: [] },
};

function agent(name: string, index: number, changes: Partial<AgentEnd> = {}): AgentEnd {
  const region = name.split("-")[0]!;
  return {
    member: { name, region, instance: "i", segment: { index, count: 2, regions: [region] } },
    coverage: { received: 10, expected: 10 },
    isLost: false,
    end: END,
    start: { atEpochMs: 0, offsetMs: 3, errorMs: 2 },
    ...changes,
  };
}

const { end: _, ...gone } = agent("eu-2", 1, {
  isLost: true,
  coverage: { received: 4, expected: 10 },
});

function findings(
  agents: readonly AgentEnd[],
  minCoverage = 1,
  turnsOf = new Map(),
  lostTurnsOf = new Map(),
) {
  return fleetFindings({ agents, minCoverage, turnsOf, lostTurnsOf, plan: PLAN });
}

Deno.test("fleetFindings: of agents that did their share there is nothing to say", () => {
  const { reasons, warnings, missedTurns } = findings([agent("eu-1", 0), agent("eu-2", 1)]);
  assert.deepEqual([reasons, warnings, missedTurns.size], [[], [], 0]);
});

Deno.test("fleetFindings: a lost agent voids the run, and says which region by how much", () => {
  const { reasons, missedTurns } = findings([agent("eu-1", 0), gone]);
  assert.deepEqual(reasons, [
    "region 'eu' is covered to 70.0 % (14 of 20 windows): agent 'eu-2' was lost; " +
    "--min-coverage accepts less than all",
  ]);
  assert.equal(missedTurns.size, 0);
});

Deno.test("fleetFindings: with --min-coverage it is a warning, and its turns are not waited for", () => {
  const { reasons, warnings, missedTurns } = findings([agent("eu-1", 0), gone], 0.7);
  assert.deepEqual(reasons, []);
  assert.match(warnings[0]!, /70.0 %/);
  assert.deepEqual([...missedTurns], [["eu", 15]]);
  assert.equal(findings([agent("eu-1", 0), gone], 0.71).reasons.length, 1);
});

Deno.test("fleetFindings: turns that a lost agent delivered are not missed a second time", () => {
  const missedOf = (ok: number) =>
    findings([agent("eu-1", 0), gone], 0.7, new Map([["eu-2", { ok }]])).missedTurns.get("eu");
  assert.deepEqual([missedOf(6), missedOf(15), missedOf(16)], [9, 0, 0]);
});

Deno.test("fleetFindings: an agent that was late is named, though the fleet as a whole was not", () => {
  const turnsOf = new Map([
    ["eu-1", { ok: 10_000 }],
    ["us-1", { ok: 90, late_generator: 10 }],
  ]);
  const { reasons } = findings([agent("eu-1", 0), agent("us-1", 0)], 1, turnsOf);
  assert.deepEqual(reasons, [
    "agent 'us-1' of region 'us' was late in 10 of 100 turns: use fewer clients, a less busy " +
    "machine, or more agents there",
  ]);
});

Deno.test("fleetFindings: an agent that failed is late by the turns that it did not lose", () => {
  const failed = agent("eu-2", 0, { end: { ...END, failed: "no sign of a thread" } });
  const reasons = (late: number, lost: number) =>
    findings(
      [agent("eu-1", 0), failed],
      0.1,
      new Map([["eu-2", { ok: 60, late_generator: late }]]),
      new Map([["eu-2", lost]]),
    ).reasons;
  assert.deepEqual(reasons(40, 40), []);
  assert.match(reasons(60, 40)[0]!, /^agent 'eu-2' of region 'eu' was late in 20 of 120 turns/);
});

Deno.test("fleetFindings: who failed or left is told by its own word", () => {
  const failed = agent("eu-1", 0, { end: { ...END, failed: "out of memory" } });
  const left = agent("us-1", 0, { end: { ...END, hasLeft: true } });
  const { reasons } = findings([failed, left]);
  assert.match(reasons[0]!, /agent 'eu-1' failed: out of memory/);
  assert.match(reasons[1]!, /agent 'us-1' was ended by its owner/);
});

Deno.test("complaintsOf: what targets did, with the agents that they did it to", () => {
  const told = agent("eu-1", 0, {
    end: { ...END, complaints: ["in 2 sessions the target hung up"] },
  });
  assert.deepEqual(complaintsOf([told, agent("us-1", 0), gone]), [
    "agent 'eu-1': in 2 sessions the target hung up",
  ]);
});

Deno.test("fleetReport: starts are apart by the two worst clocks and the latest message at most", () => {
  const late = agent("us-1", 0, {
    start: { atEpochMs: 0, offsetMs: -1, errorMs: 5 },
    end: { ...END, startLateMs: 7 },
  });
  const report = fleetReport([agent("eu-1", 0), agent("eu-2", 1), late]);
  assert.equal(report.startSkewMs, 5 + 2 + 7);
  assert.deepEqual(report.regions.map(({ region, received }) => [region, received]), [
    ["eu", 20],
    ["us", 10],
  ]);
  assert.equal(fleetReport([agent("eu-1", 0), gone]).agents[1]!.trouble, "was lost");
});
