import assert from "node:assert/strict";
import fc from "fast-check";
import { estimateOffset } from "./clock_offset.ts";

Deno.test("estimateOffset: the shortest round trip decides", () => {
  const offset = estimateOffset([
    { askedMs: 100, answeredMs: 150, theirMs: 1140 },
    { askedMs: 200, answeredMs: 204, theirMs: 1203 },
  ]);
  assert.deepEqual(offset, { offsetMs: 1001, errorMs: 2 });
  assert.equal(estimateOffset([]), undefined);
});

Deno.test("estimateOffset: the truth is within the error, however asymmetric the path", () => {
  const ms = fc.integer({ min: 0, max: 500 });
  const rounds = fc.array(fc.tuple(ms, ms), { minLength: 1, maxLength: 8 });
  fc.assert(fc.property(fc.integer({ min: -1e6, max: 1e6 }), rounds, (trueMs, paths) => {
    const samples = paths.map(([there, back], i) => {
      const askedMs = i * 1000;
      return { askedMs, answeredMs: askedMs + there + back, theirMs: askedMs + there + trueMs };
    });
    const { offsetMs, errorMs } = estimateOffset(samples)!;
    assert.ok(Math.abs(offsetMs - trueMs) <= errorMs + 1e-9);
  }));
});
