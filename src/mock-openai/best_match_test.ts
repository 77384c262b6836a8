import assert from "node:assert/strict";
import fc from "fast-check";
import { seeded } from "../random/random.ts";
import { type Match, Pattern, Signal } from "./best_match.ts";

const PATTERN = Float64Array.of(1, 5, 2, 8, 3);

function bestMatch(pattern: Float64Array, signal: Float64Array): Match {
  return new Pattern(pattern).bestMatch(new Signal(signal));
}

Deno.test("a pattern is found where it stands, whatever its loudness", () => {
  const signal = Float64Array.of(0, 4, 0, 12, 20, 14, 26, 16, 0, 3);
  const { offset, correlation } = bestMatch(PATTERN, signal);
  assert.equal(offset, 3);
  assert.ok(Math.abs(correlation - 1) < 1e-9);
});

Deno.test("nothing matches where the pattern does not fit in or nothing varies", () => {
  const nothing = { offset: 0, correlation: 0 };
  assert.deepEqual(bestMatch(PATTERN, PATTERN.subarray(1)), nothing);
  assert.deepEqual(bestMatch(PATTERN, new Float64Array(20).fill(7)), nothing);
  assert.deepEqual(bestMatch(PATTERN, Float64Array.of(8, 2, 6, 1, 5)).correlation, 0);
});

Deno.test("a long pattern is found at any offset, to the value", () => {
  // As smooth as an envelope is: each value a mean of the random ones around it.
  const random = seeded(1, "envelope");
  const rough = Float64Array.from({ length: 1010 }, () => random() * 45);
  const signal = Float64Array.from({ length: 1000 }, (_, i) => {
    return rough.subarray(i, i + 10).reduce((sum, value) => sum + value) / 10;
  });
  fc.assert(fc.property(fc.nat(900), fc.integer({ min: 60, max: 100 }), (offset, length) => {
    const found = bestMatch(signal.slice(offset, offset + length), signal);
    assert.equal(found.offset, offset);
    assert.ok(Math.abs(found.correlation - 1) < 1e-9);
  }));
});
