import assert from "node:assert/strict";
import fc from "fast-check";
import { holm } from "./holm.ts";

Deno.test("holm: what R's p.adjust gives for the same values", () => {
  const ps = [0.01, 0.04, 0.03, 0.005];
  assert.deepEqual(holm(ps).map((p) => Number(p.toFixed(6))), [0.03, 0.06, 0.06, 0.02]);
  assert.deepEqual(holm([0.9, 0.8]), [1, 1]);
  assert.deepEqual(holm([]), []);
});

Deno.test("holm refuses what the step-down procedure refuses", () => {
  /** As it is told: the smallest against α/m, the next against α/(m−1), until one is not refused. */
  const refused = (ps: readonly number[], alpha: number) => {
    const sorted = [...ps].sort((a, b) => a - b);
    const stop = sorted.findIndex((p, i) => (sorted.length - i) * p > alpha);
    return stop < 0 ? sorted.length : stop;
  };
  const p = fc.integer({ min: 1, max: 1024 }).map((count) => count / 1024);
  fc.assert(fc.property(fc.array(p, { maxLength: 12 }), (ps) => {
    assert.equal(holm(ps).filter((p) => p <= 0.05).length, refused(ps, 0.05));
  }));
});
