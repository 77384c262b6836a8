import assert from "node:assert/strict";
import { seeded } from "../random/random.ts";
import { quantileInterval } from "./interval.ts";

Deno.test("quantileInterval gives the ranks of published tables for the median", () => {
  const table = [[6, 1, 6], [8, 1, 8], [10, 2, 9], [20, 6, 15], [30, 10, 21], [
    100,
    40,
    61,
  ]] as const;
  for (const [count, lower, upper] of table) {
    assert.deepEqual(quantileInterval(count, 0.5), { lower, upper }, `n = ${count}`);
  }
  const covered = 1 - 2 * Number(tailAtMost(10, 1, 2n, 1)) / 2 ** 10;
  assert.equal(covered.toFixed(3), "0.979");
});

Deno.test("quantileInterval leaves out the bounds that too few values cannot give", () => {
  assert.deepEqual(quantileInterval(0, 0.5), { lower: undefined, upper: undefined });
  assert.deepEqual(quantileInterval(5, 0.5), { lower: undefined, upper: undefined });
  assert.equal(quantileInterval(298, 0.99).upper, undefined);
  assert.equal(quantileInterval(299, 0.99).upper, 299);
  // The maximum misses with 4.95 %, so that only 0.05 % are left for the other side.
  assert.equal(quantileInterval(299, 0.99).lower! < quantileInterval(298, 0.99).lower!, true);
  assert.equal(quantileInterval(28, 0.9).upper, undefined);
  assert.equal(quantileInterval(29, 0.9).upper, 29);
});

Deno.test("quantileInterval agrees with sums of whole numbers, to the rank", () => {
  for (const [success, base] of [[1, 2n], [9, 10n], [19, 20n], [99, 100n]] as const) {
    for (let count = 1; count <= 120; count++) {
      const expected = exactInterval(count, success, base);
      const got = quantileInterval(count, success / Number(base));
      assert.deepEqual(got, expected, `n = ${count}, quantile ${success}/${base}`);
    }
  }
  for (const count of [298, 299, 300, 367, 368, 500]) {
    assert.deepEqual(quantileInterval(count, 0.99), exactInterval(count, 99, 100n), `n = ${count}`);
  }
});

Deno.test("quantileInterval follows the normal approximation for a million values", () => {
  for (const quantile of [0.5, 0.99, 0.999]) {
    const half = 1.959964 * Math.sqrt(1e6 * quantile * (1 - quantile));
    const { lower, upper } = quantileInterval(1e6, quantile);
    assert.ok(Math.abs(lower! - (1e6 * quantile - half)) < 3, `lower ${lower} of ${quantile}`);
    assert.ok(Math.abs(upper! - (1e6 * quantile + half)) < 3, `upper ${upper} of ${quantile}`);
  }
});

Deno.test("quantileInterval covers the true quantile in at least 95 % of draws", () => {
  const random = seeded(11);
  const trials = 4000;
  for (const [count, quantile] of [[6, 0.5], [31, 0.5], [40, 0.9], [299, 0.99]] as const) {
    const { lower, upper } = quantileInterval(count, quantile);
    let covered = 0;
    for (let i = 0; i < trials; i++) {
      // Of uniform values the true quantile is `quantile` itself.
      const values = Float64Array.from({ length: count }, random).sort();
      if (values[lower! - 1]! <= quantile && quantile <= values[upper! - 1]!) covered++;
    }
    // Three standard errors below 95 %; the seed is fixed.
    assert.ok(covered / trials > 0.95 - 3 * Math.sqrt(0.05 * 0.95 / trials), `${covered} covered`);
  }
});

/** The documented rule, on exact integers: tails are counted in units of base^-count. */
function exactInterval(count: number, success: number, base: bigint) {
  const whole = base ** BigInt(count);
  const atMost = (k: number) => tailAtMost(count, k, base, success);
  const upperMiss = (rank: number) => whole - atMost(rank - 1);
  const ranks = Array.from({ length: count }, (_, i) => i + 1);
  const lowerWithin = (budget: bigint) =>
    ranks.findLast((rank) => atMost(rank - 1) * 40n <= budget);

  const upper = ranks.find((rank) => upperMiss(rank) * 40n <= whole);
  if (upper !== undefined) return { lower: lowerWithin(whole), upper };
  const lower = lowerWithin(2n * whole - 40n * upperMiss(count));
  if (lower !== undefined) return { lower, upper: count };
  return { lower: lowerWithin(whole), upper: undefined };
}

/** base^count × P(at most k successes), each with probability success / base. */
function tailAtMost(count: number, k: number, base: bigint, success: number): bigint {
  const hit = BigInt(success);
  let binomial = 1n;
  let sum = 0n;
  for (let i = 0; i <= k; i++) {
    sum += binomial * hit ** BigInt(i) * (base - hit) ** BigInt(count - i);
    binomial = binomial * BigInt(count - i) / BigInt(i + 1);
  }
  return sum;
}
