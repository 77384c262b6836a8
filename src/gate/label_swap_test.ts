import assert from "node:assert/strict";
import fc from "fast-check";
import { normal, seeded } from "../random/random.ts";
import { LabelSwap } from "./label_swap.ts";

/** Darwin's maize, crossed minus self-fertilised, in eighths of an inch (Fisher 1935, §21). */
const DARWIN = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];

/** The same p by its definition: every assignment of signs, one by one. */
function bruteForce(differences: readonly number[], shift = 0): number {
  const shifted = differences.map((difference) => difference - shift);
  const sumOf = (mask: number) =>
    shifted.reduce((sum, difference, i) => sum + (mask >> i & 1 ? -difference : difference), 0);
  const all = 2 ** shifted.length;
  let count = 0;
  for (let mask = 0; mask < all; mask++) if (sumOf(mask) >= sumOf(0) - 1e-9) count++;
  return count / all;
}

const whole = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 9 });

Deno.test("p is the published one of Fisher's own example: 863 of 32768 swaps reach Darwin's sum", () => {
  assert.equal(bruteForce(DARWIN), 863 / 2 ** 15);
  // 15 blocks are one more than are enumerated: seeded draws, with an error of 0.0013.
  const p = new LabelSwap(DARWIN, 1).p();
  assert.ok(Math.abs(p - 863 / 2 ** 15) < 0.004, `${p}`);
  assert.equal(new LabelSwap(DARWIN, 1).p(), p);
  assert.notEqual(new LabelSwap(DARWIN, 2).p(), p);
});

Deno.test("p equals the count of all sign assignments, ties and shifts included", () => {
  fc.assert(fc.property(whole, fc.integer({ min: -20, max: 20 }), (differences, halves) => {
    const swap = new LabelSwap(differences, 1);
    assert.equal(swap.p(halves / 2), bruteForce(differences, halves / 2));
  }));
});

Deno.test("p: sums that are 0 on paper are ties, however they were rounded", () => {
  assert.equal(new LabelSwap([0.1, 0.2, -0.3], 1).p(), bruteForce([1, 2, -3]));
  assert.equal(new LabelSwap([0, 0, 0, 0], 1).p(), 1);
});

Deno.test("the bounds are those shifts that the test stops to reject", () => {
  const misses = fc.constantFrom(0.01, 0.025, 0.1, 0.25);
  fc.assert(fc.property(whole, misses, (differences, miss) => {
    const swap = new LabelSwap(differences, 1);
    const low = swap.lower(miss);
    if (low === -Infinity) return assert.ok(swap.p(-1e9) > miss);
    assert.ok(bruteForce(differences, low - 1e-6) <= miss);
    assert.ok(bruteForce(differences, low + 1e-6) > miss);
  }));
});

Deno.test("the bounds mirror each other, and a shift of all blocks shifts them", () => {
  fc.assert(fc.property(whole, fc.integer({ min: -5, max: 5 }), (differences, shift) => {
    const swap = new LabelSwap(differences, 1);
    const mirrored = new LabelSwap(differences.map((difference) => -difference), 1);
    const shifted = new LabelSwap(differences.map((difference) => difference + shift), 1);
    assert.ok(swap.upper(0.1) === -mirrored.lower(0.1));
    assert.ok(!(Math.abs(shifted.lower(0.1) - swap.lower(0.1) - shift) > 1e-9));
    assert.ok(swap.p(1) >= swap.p(0) && swap.lower(0.1) <= swap.mean + 1e-9);
  }));
});

Deno.test("the 95 % interval holds the truth in 95 of 100 cases, on either way of counting", () => {
  for (const [blocks, rounds] of [[10, 2000], [16, 300]] as const) {
    const random = seeded(5, "coverage", String(blocks));
    let held = 0;
    for (let round = 0; round < rounds; round++) {
      const swap = new LabelSwap(Array.from({ length: blocks }, () => 3 + normal(random)), round);
      if (swap.lower(0.025) <= 3 && 3 <= swap.upper(0.025)) held++;
    }
    // Three standard deviations of the count.
    const slack = 3 * Math.sqrt(0.95 * 0.05 / rounds);
    assert.ok(Math.abs(held / rounds - 0.95) < slack, `${blocks} blocks: ${held / rounds}`);
  }
});

Deno.test("five blocks can give no bound at 1 %", () => {
  const swap = new LabelSwap([1, 2, 3, 4, 5], 1);
  assert.deepEqual([swap.lower(0.01), swap.upper(0.01)], [-Infinity, Infinity]);
});
