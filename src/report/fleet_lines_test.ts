import assert from "node:assert/strict";
import { fleetLines } from "./fleet_lines.ts";
import { fleetMarkup } from "./html/fleet.ts";
import type { FleetAgent, FleetReport } from "./fleet_report.ts";

const agent = (name: string, changes: Partial<FleetAgent> = {}): FleetAgent => ({
  ...{ name, region: "eu", windows: { received: 30, expected: 30 } },
  ...{ clockOffsetMs: -12.3, clockErrorMs: 0.42, startLateMs: 0 },
  ...changes,
});
const report = (agents: readonly FleetAgent[]): FleetReport => ({
  agents,
  regions: [{ region: "eu", received: 42, expected: 60 }],
  startSkewMs: 1.25,
});

Deno.test("fleetLines: agents, coverage, clocks and trouble", () => {
  const lost = agent("eu-2", { windows: { received: 12, expected: 30 }, trouble: "was lost" });
  assert.deepEqual(fleetLines(report([agent("eu-1"), lost])), [
    "2 agents, were told to start within 1.25 ms; windows received: eu 42 of 60",
    "  eu-1 (eu): 30 of 30, clock −12.3 ±0.42 ms",
    "  eu-2 (eu): 12 of 30, clock −12.3 ±0.42 ms, was lost",
  ]);
  assert.match(fleetLines(report([lost]))[0]!, /^1 agent; windows/);
  assert.deepEqual(fleetLines(undefined), []);
});

Deno.test("fleetLines: of many agents those in trouble are told", () => {
  const many = Array.from(
    { length: 20 },
    (_, i) => agent(`eu-${i}`, i === 15 ? { trouble: "was lost" } : {}),
  );
  const lines = fleetLines(report(many));
  assert.equal(lines.length, 1 + 8 + 1 + 1);
  assert.match(lines[9]!, /eu-15.*was lost/);
  assert.equal(lines.at(-1), "  11 more in run.json");
});

Deno.test("fleetMarkup: names are escaped, and a local run has none", () => {
  const text = fleetMarkup(report([agent("<b>")]))!.text;
  assert.match(text, /&#60;b&#62;/);
  assert.doesNotMatch(text, /<b>/);
  assert.equal(fleetMarkup(undefined), undefined);
});
