import assert from "node:assert/strict";
import { readBenchConfig } from "../config/bench_config.ts";
import { planOf } from "../plan/plan_fixtures.ts";
import { workersOf } from "./workers.ts";

function workers(texts: Record<string, string[]>, cores: number): number {
  const { config, problems } = readBenchConfig(texts, { profiles: ["us", "eu"] });
  assert.deepEqual(problems, []);
  const regions = config.regions.map(({ name }) => name);
  return workersOf(config, planOf(config.load!, { regions }), cores);
}

Deno.test("workersOf: one for each 100 clients with frames of 20 ms, as far as there are cores for them", () => {
  const targets = ["wss://b.example/voice"];
  assert.equal(workers({ targets }, 16), 1);
  assert.equal(workers({ targets, clients: ["100"] }, 16), 1);
  assert.equal(workers({ targets, clients: ["101"] }, 16), 2);
  assert.equal(workers({ targets, clients: ["1000"] }, 16), 10);
  assert.equal(workers({ targets, clients: ["500"] }, 4), 3);
  assert.equal(workers({ targets, clients: ["1000"] }, 4), 4);
  assert.equal(workers({ targets, clients: ["1000"] }, 1), 1);
  // One would hear late what it is told.
  assert.equal(workers({ targets, clients: ["200"] }, 2), 1);
  assert.equal(workers({ targets, clients: ["201"] }, 2), 2);
  assert.equal(workers({ targets, clients: ["1000"] }, 2), 2);
  assert.equal(workers({ targets, clients: ["1000"], frameMs: ["100"] }, 16), 2);
  assert.equal(workers({ targets, stages: ["10s:1000"] }, 16), 10);
});

Deno.test("workersOf leaves cores to the embedded mock and to each embedded bridge", () => {
  assert.equal(workers({ clients: ["1000"] }, 8), 5);
  assert.equal(workers({ clients: ["1000"], regions: ["us,eu"] }, 8), 5);
  assert.equal(workers({ clients: ["5000"] }, 2), 1);
});

Deno.test("workersOf takes a number as it is, but no more than there are clients", () => {
  assert.equal(workers({ workers: ["3"] }, 2), 3);
  assert.equal(workers({ workers: ["16"] }, 2), 10);
});
