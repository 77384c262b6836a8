import assert from "node:assert/strict";
import fc from "fast-check";
import type { Stage } from "../config/stage.ts";
import { rampingSessions } from "./ramping_sessions.ts";

const schedule = { regions: 1, frameMs: 20, jitter: 0, seed: 1 };
const stagesOf = (...targets: [durationMs: number, to: number][]) =>
  targets.map(([durationMs, to], i): Stage => ({
    durationMs,
    from: targets[i - 1]?.[1] ?? 0,
    to,
  }));
const ramp = (stages: readonly Stage[], changes = {}) =>
  rampingSessions({ shape: "ramping-sessions", stages }, { ...schedule, ...changes });

/** The level at a time; the later one where it jumps. */
function levelAt(stages: readonly Stage[], atMs: number): number {
  let startMs = 0;
  let level = 0;
  for (const { durationMs, from, to } of stages) {
    if (atMs < startMs) break;
    level = atMs >= startMs + durationMs ? to : from + (to - from) * (atMs - startMs) / durationMs;
    startMs += durationMs;
  }
  return level;
}

const curves = fc.array(fc.tuple(fc.integer({ min: 1000, max: 20_000 }), fc.nat(12)), {
  minLength: 1,
  maxLength: 5,
}).map((targets) => stagesOf(...targets));

Deno.test("rampingSessions: as many are open as the stages say, rounded, at every moment", () => {
  const at = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(fc.property(curves, at, fc.integer({ min: 1, max: 3 }), (stages, share, regions) => {
    const starts = ramp(stages, { regions, frameMs: 0 });
    const totalMs = stages.reduce((sum, { durationMs }) => sum + durationMs, 0);
    const atMs = share * totalMs * 0.999;
    const open = starts.filter(({ dueMs, endMs }) => dueMs <= atMs && atMs < endMs).length;
    const level = regions * levelAt(stages, atMs);
    assert.ok(Math.abs(open - level) <= 0.5 + 1e-6, `${open} open at level ${level}`);
  }));
});

Deno.test("rampingSessions: ids are unique, due times ascend, one client has one session at a time", () => {
  fc.assert(fc.property(curves, (stages) => {
    const starts = ramp(stages, { regions: 2, frameMs: 0 });
    const ids = starts.map(({ region, number }) => `${region}-${number}`);
    assert.equal(new Set(ids).size, ids.length);
    const lastEndMs = new Map<string, number>();
    let lastMs = 0;
    for (const { region, client, dueMs, endMs } of starts) {
      assert.ok(dueMs >= lastMs);
      lastMs = dueMs;
      const key = `${region}/${client}`;
      assert.ok(dueMs >= (lastEndMs.get(key) ?? 0));
      lastEndMs.set(key, endMs);
    }
  }));
});

Deno.test("rampingSessions: who came last leaves first, and dials again when wanted again", () => {
  const starts = ramp(stagesOf([2000, 2], [2000, 0], [0, 1], [1000, 1]), { frameMs: 0 });
  assert.deepEqual(
    starts.map(({ client, number, dueMs, endMs }) => [client, number, dueMs, endMs]),
    [[0, 1, 500, 3500], [1, 2, 1500, 2500], [0, 3, 4000, 5000]],
  );
});

Deno.test("rampingSessions: those of a jump do not dial in the same instant", () => {
  const dues = ramp(stagesOf([0, 50], [10_000, 50])).map(({ dueMs }) => dueMs);
  assert.equal(new Set(dues).size, 50);
  assert.ok(dues.every((dueMs) => dueMs < 20));
});
