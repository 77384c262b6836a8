import assert from "node:assert/strict";
import { bestMatch } from "./best_match.ts";

const PATTERN = Float64Array.of(1, 5, 2, 8, 3);

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
