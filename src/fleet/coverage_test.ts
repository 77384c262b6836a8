import assert from "node:assert/strict";
import { coverageOf, plusCoverage, shareCovered } from "./coverage.ts";

const of = (received: number, made?: number) => ({
  region: "eu",
  received,
  ...(made !== undefined && { made }),
});

Deno.test("coverageOf: who said how many he made is held to that", () => {
  assert.deepEqual(coverageOf([of(7, 7), of(9, 10)]), [
    { received: 7, expected: 7 },
    { received: 9, expected: 10 },
  ]);
});

Deno.test("coverageOf: of a lost agent as many are expected as of the one that lasted longest", () => {
  assert.deepEqual(coverageOf([of(3), of(9, 10)])[0], { received: 3, expected: 10 });
});

Deno.test("coverageOf: no agent that was lost is ever covered, even if all were", () => {
  for (const coverage of coverageOf([of(3), of(8)])) assert.ok(shareCovered(coverage) < 1);
});

Deno.test("coverageOf: where time ends the plan, so many were to come", () => {
  assert.deepEqual(coverageOf([of(3)], 59_500), [{ received: 3, expected: 60 }]);
});

Deno.test("plusCoverage and shareCovered: a region is the sum of its agents", () => {
  const sum = plusCoverage({ received: 3, expected: 10 }, { received: 9, expected: 10 });
  assert.equal(shareCovered(sum), 0.6);
  assert.equal(shareCovered({ received: 0, expected: 0 }), 1);
});
