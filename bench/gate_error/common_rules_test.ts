import assert from "node:assert/strict";
import { COMMON_RULES, mannWhitneyZ, welch } from "./common_rules.ts";

const near = (actual: number, expected: number, slack: number) =>
  assert.ok(Math.abs(actual - expected) < slack, `${actual} is not ${expected}`);

/** Sleep gained with two drugs, in hours (Student, Biometrika 6, 1908; `sleep` in R). */
const FIRST = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
const SECOND = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

Deno.test("welch gives the published t and degrees of freedom of Student's sleep data", () => {
  const { t, degrees } = welch(FIRST, SECOND);
  near(t, 1.8608, 5e-5);
  near(degrees, 17.776, 5e-4);
});

Deno.test("mannWhitneyZ gives what R does for the same data, ties and continuity included", () => {
  // wilcox.test: W = 25.5, two-sided p = 0.06933, of which z = 1.8164.
  near(mannWhitneyZ(FIRST, SECOND), 1.8164, 5e-4);
});

Deno.test("the rules fail what is clearly slower, and not what is equal or quicker", () => {
  const quick = Array.from({ length: 300 }, (_, i) => 100 + i % 10);
  const slow = quick.map((ms) => ms + 30);
  for (const [name, rule] of Object.entries(COMMON_RULES)) {
    assert.deepEqual([rule(quick, slow), rule(quick, quick), rule(slow, quick)], [
      true,
      false,
      false,
    ], name);
  }
});
