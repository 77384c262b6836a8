import assert from "node:assert/strict";
import fc from "fast-check";
import type { Load } from "../config/load.ts";
import { planOf } from "./plan_fixtures.ts";
import { partOf, type Segment } from "./segment.ts";
import { poolOf, sessionsOf } from "./sessions.ts";

const stages = [{ durationMs: 20_000, from: 0, to: 9 }, { durationMs: 9000, from: 9, to: 2 }];
const clients = fc.integer({ min: 1, max: 30 });
const loads: fc.Arbitrary<Load> = fc.oneof(
  clients.map((clients): Load => ({ shape: "constant-sessions", clients, rampMs: 900, turns: 2 })),
  clients.map((clients): Load => ({ shape: "ramping-arrival-rate", clients, turns: 2, stages })),
  fc.constant<Load>({ shape: "ramping-sessions", stages }),
);
const plans = fc.tuple(loads, fc.integer({ min: 1, max: 3 }), fc.nat(5)).map((
  [load, regions, seed],
) => planOf(load, { regions: ["us", "eu", "asia"].slice(0, regions), jitter: 0.5, seed }));

const segmentsOf = (count: number) =>
  Array.from({ length: count }, (_, index): Segment => ({ index, count }));

Deno.test("sessionsOf: the segments together have each session once, each in the order of due times", () => {
  fc.assert(fc.property(plans, fc.integer({ min: 1, max: 5 }), (plan, count) => {
    const parts = segmentsOf(count).map((segment) => [...sessionsOf(plan, segment)]);
    for (const part of parts) {
      part.forEach((s, i) => assert.ok(i === 0 || s.dueMs >= part[i - 1]!.dueMs));
    }
    const byId = (a: { id: string }, b: { id: string }) => a.id < b.id ? -1 : 1;
    assert.deepEqual(parts.flat().sort(byId), [...sessionsOf(plan)].sort(byId));
  }));
});

Deno.test("sessionsOf: segments of single regions together have each session once, too", () => {
  fc.assert(fc.property(plans, fc.integer({ min: 1, max: 4 }), (plan, count) => {
    const parts = plan.regions.flatMap((region) =>
      segmentsOf(count).map((segment) => ({ ...segment, regions: [region] }))
    );
    const ids = parts.flatMap((segment) => [...sessionsOf(plan, segment)].map(({ id }) => id));
    assert.deepEqual(ids.sort(), [...sessionsOf(plan)].map(({ id }) => id).sort());
  }));
});

Deno.test("sessionsOf repeats for a seed, and for a plan that went through a message", () => {
  fc.assert(fc.property(plans, (plan) => {
    assert.deepEqual([...sessionsOf(structuredClone(plan))], [...sessionsOf(plan)]);
  }));
});

Deno.test("every segment has its share of every region: no region is one worker's alone", () => {
  const plan = planOf({ shape: "constant-sessions", clients: 10, rampMs: 0, turns: 1 });
  for (const segment of segmentsOf(2)) {
    const regions = [...sessionsOf(plan, segment)].map(({ region }) => region);
    assert.equal(regions.filter((region) => region === "us").length, 5);
    assert.equal(regions.filter((region) => region === "eu").length, 5);
  }
});

Deno.test("poolOf: the segments' pools add up to the clients, and get arrivals in proportion", () => {
  const load = (clients: number): Load => ({
    shape: "constant-arrival-rate",
    clients,
    turns: 1,
    stages: [{ durationMs: 60_000, from: 10, to: 10 }],
  });
  fc.assert(
    fc.property(clients, fc.integer({ min: 1, max: 6 }), (clients, count) => {
      const plan = planOf(load(clients));
      for (const region of plan.regions) {
        const pools = segmentsOf(count).map((segment) => poolOf(plan, region, segment));
        assert.equal(pools.reduce((a, b) => a + b), clients);
        segmentsOf(count).forEach((segment, i) => {
          const own = [...sessionsOf(plan, segment)].filter((s) => s.region === region).length;
          const share = 600 * pools[i]! / clients;
          assert.ok(
            Math.abs(own - share) <= pools[i]!,
            `${own} arrivals for a pool of ${pools[i]}`,
          );
        });
      }
    }),
    { numRuns: 30 },
  );
  assert.equal(poolOf(planOf({ shape: "ramping-sessions", stages }), "us"), Infinity);
});

Deno.test("partOf: the parts of a segment are what the segment has", () => {
  const plan = planOf({ shape: "constant-sessions", clients: 23, rampMs: 0, turns: 1 });
  const segment = { index: 1, count: 3 };
  const ids = (of: Segment) => [...sessionsOf(plan, of)].map(({ id }) => id);
  const parts = [0, 1].flatMap((i) => ids(partOf(segment, i, 2)));
  assert.deepEqual(parts.sort(), ids(segment).sort());
});
