import fc from "fast-check";
import assert from "node:assert/strict";
import { binsFor, cdfAxis, countInBins, shareUpTo } from "./distribution.ts";

Deno.test("bins have round edges that hold all groups", () => {
  const axis = binsFor([[101, 140, 150, 160], [155, 170, 199]]);
  assert.deepEqual(axis, { edges: [100, 120, 140, 160, 180, 200], beyond: 0 });
  assert.deepEqual(countInBins([101, 140, 150, 160], axis), [1, 0, 2, 1, 0]);
});

Deno.test("a long tail lies outside, and is counted", () => {
  const values = Array.from({ length: 1000 }, (_, i) => 500 + i / 10);
  const axis = binsFor([[...values, 30_000, 40_000]]);
  assert.equal(axis.beyond, 2);
  assert.ok(axis.edges.at(-1)! < 1000);
});

Deno.test("whatever the values: few bins, ascending edges, and each value in one or beyond", () => {
  const values = fc.array(fc.double({ min: 0, max: 600_000, noNaN: true }), { minLength: 1 });
  fc.assert(fc.property(fc.array(values, { minLength: 1, maxLength: 3 }), (groups) => {
    const axis = binsFor(groups);
    const counted = groups.flatMap((group) => countInBins(group.toSorted((a, b) => a - b), axis));
    const all = groups.flat().length;
    assert.equal(counted.reduce((sum, count) => sum + count, 0) + axis.beyond, all);
    assert.ok(axis.edges.length <= 64);
    assert.ok(axis.edges.every((edge, i) => i === 0 || edge > axis.edges[i - 1]!));
  }));
});

Deno.test("shareUpTo is the distribution function", () => {
  const sorted = [1, 2, 2, 4];
  assert.deepEqual([0, 1, 2, 3, 4].map((x) => shareUpTo(sorted, x)), [0, 0.25, 0.75, 0.75, 1]);
  assert.deepEqual(cdfAxis({ edges: [0, 5, 10], beyond: 0 }, 3), [0, 5, 10]);
});
