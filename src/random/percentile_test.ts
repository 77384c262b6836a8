import assert from "node:assert/strict";
import { percentile } from "./percentile.ts";

Deno.test("percentile is a value of the list by nearest rank, of even ones the lower, of none NaN", () => {
  const values = [30, 10, 40, 20];
  assert.deepEqual([0, 0.25, 0.5, 0.51, 1].map((p) => percentile(values, p)), [10, 10, 20, 30, 40]);
  assert.deepEqual(values, [30, 10, 40, 20]);
  assert.equal(percentile([], 0.5), NaN);
});
