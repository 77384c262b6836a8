import assert from "node:assert/strict";
import fc from "fast-check";
import type { Arrivals } from "../config/load.ts";
import { areaOf, durationOf, type Stage } from "../config/stage.ts";
import { arrivals } from "./arrivals.ts";

const schedule = { regions: 1, frameMs: 20, jitter: 0, seed: 1 };
const load = (stages: readonly Stage[]): Arrivals => ({
  shape: "ramping-arrival-rate",
  clients: 7,
  turns: 3,
  stages,
});
const constant = (rate: number, durationMs: number) => load([{ durationMs, from: rate, to: rate }]);

/** Stages that join, with rates of up to 20/s and jumps among them. */
const curves = fc.array(fc.tuple(fc.integer({ min: 0, max: 20_000 }), fc.nat(20)), {
  minLength: 1,
  maxLength: 5,
}).map((targets) =>
  targets.map(([durationMs, to], i): Stage => ({
    durationMs,
    from: targets[i - 1]?.[1] ?? 0,
    to,
  }))
);

/** The part of the stages before `untilMs`. */
function head(stages: readonly Stage[], untilMs: number): Stage[] {
  let leftMs = untilMs;
  return stages.map(({ durationMs, from, to }) => {
    const partMs = Math.min(durationMs, Math.max(0, leftMs));
    leftMs -= durationMs;
    const share = durationMs === 0 ? 0 : partMs / durationMs;
    return { durationMs: partMs, from, to: from + (to - from) * share };
  });
}

Deno.test("arrivals: their count is the integral of the rate, rounded, at every moment", () => {
  const jitters = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(curves, fc.integer({ min: 1, max: 3 }), jitters, (stages, regions, jitter) => {
      // A frame of 0 ms leaves the spread to the jitter alone.
      const starts = [...arrivals(load(stages), { ...schedule, regions, jitter, frameMs: 0 })];
      assert.ok(Math.abs(starts.length - regions * areaOf(stages)) <= 0.5 + 1e-9);
      starts.forEach(({ dueMs }, i) => {
        const area = regions * areaOf(head(stages, dueMs));
        assert.ok(area >= i + 0.5 - 1e-6 && area <= i + 1.5 + 1e-6, `${i} due at area ${area}`);
        assert.ok(dueMs <= durationOf(stages) + 1e-6);
      });
    }),
  );
});

Deno.test("arrivals: due times ascend, regions take turns, ids count up, clients go round", () => {
  fc.assert(fc.property(curves, fc.double({ min: 0, max: 1, noNaN: true }), (stages, jitter) => {
    const starts = [...arrivals(load(stages), { ...schedule, regions: 2, jitter })];
    starts.forEach((start, i) => {
      assert.ok(i === 0 || start.dueMs >= starts[i - 1]!.dueMs);
      assert.equal(start.region, i % 2);
      assert.equal(start.number, Math.floor(i / 2) + 1);
      assert.equal(start.client, (start.number - 1) % 7);
      assert.equal(start.endMs, durationOf(stages));
    });
  }));
});

Deno.test("arrivals at a constant rate keep their distance: at most one frame from even, without jitter", () => {
  const starts = [...arrivals(constant(2, 10_000), schedule)];
  assert.equal(starts.length, 20);
  starts.forEach(({ dueMs }, i) => {
    const evenMs = 250 + 500 * i;
    assert.ok(dueMs >= evenMs && dueMs < evenMs + 20, `${i}: ${dueMs}`);
  });
});

Deno.test("arrivals every 20 ms do not all fall on the same phase of a frame", () => {
  const phases = [...arrivals(constant(50, 20_000), schedule)].map(({ dueMs }) => dueMs % 20);
  const perQuarter = [0, 0, 0, 0];
  for (const phase of phases) perQuarter[Math.floor(phase / 5)]!++;
  // 1000 seeded draws: 250 in each, give or take 14.
  for (const count of perQuarter) assert.ok(count > 190 && count < 310, `${perQuarter}`);
});

Deno.test("arrivals: the jitter uses the time to the next one, and repeats for a seed", () => {
  const dueTimes = (seed: number) =>
    [...arrivals(constant(1, 1e6), { ...schedule, jitter: 1, seed })].map(({ dueMs }) => dueMs);
  const shares = dueTimes(1).map((dueMs, i) => (dueMs - 500 - 1000 * i) / 1000);
  assert.ok(shares.every((share) => share >= 0 && share < 1));
  assert.ok(Math.max(...shares.slice(0, -1)) > 0.95 && Math.min(...shares) < 0.05);
  assert.deepEqual(dueTimes(1), dueTimes(1));
  assert.notDeepEqual(dueTimes(1), dueTimes(2));
});

Deno.test("arrivals are made as they are asked for: a day of them costs nothing", () => {
  const day = arrivals(constant(1000, 24 * 3600 * 1000), schedule);
  assert.ok(day.next().value.dueMs < 1);
});
