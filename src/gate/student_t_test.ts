import assert from "node:assert/strict";
import { studentT, studentTail } from "./student_t.ts";

/** Student's t as every table prints it (e.g. NIST/SEMATECH e-Handbook, 1.3.6.7.2). */
const TABLE: readonly [degrees: number, p90: number, p975: number, p99: number][] = [
  [1, 3.078, 12.706, 31.821],
  [2, 1.886, 4.303, 6.965],
  [3, 1.638, 3.182, 4.541],
  [4, 1.533, 2.776, 3.747],
  [9, 1.383, 2.262, 2.821],
  [19, 1.328, 2.093, 2.539],
  [30, 1.310, 2.042, 2.457],
  [100, 1.290, 1.984, 2.364],
];

Deno.test("studentT gives the published table", () => {
  for (const [degrees, ...row] of TABLE) {
    const own = [0.9, 0.975, 0.99].map((share) => Number(studentT(share, degrees).toFixed(3)));
    assert.deepEqual(own, row, `${degrees} degrees of freedom`);
  }
});

Deno.test("studentTail is the rest of what the table says, on both sides", () => {
  for (const [degrees, ...row] of TABLE) {
    [0.9, 0.975, 0.99].forEach((share, i) => {
      assert.ok(Math.abs(studentTail(row[i]!, degrees) - (1 - share)) < 2e-4);
      assert.ok(Math.abs(studentTail(-row[i]!, degrees) - share) < 2e-4);
    });
  }
  assert.equal(studentTail(0, 5), 0.5);
});
