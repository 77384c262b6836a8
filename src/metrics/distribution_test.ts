import assert from "node:assert/strict";
import fc from "fast-check";
import { normal, seeded } from "../random/random.ts";
import { Distribution } from "./distribution.ts";

const ms = fc.oneof(
  fc.double({ min: 0, max: 600_000, noNaN: true }),
  fc.constantFrom(-1, NaN, Infinity, 600_001, 0, -0.0001),
);
const distribution = fc.array(ms).map(of);

Deno.test("Distribution is a monoid: empty changes nothing, plus is associative and commutes", () => {
  fc.assert(fc.property(distribution, distribution, distribution, (a, b, c) => {
    assertSame(a.plus(Distribution.empty()), a);
    assertSame(Distribution.empty().plus(a), a);
    assertSame(a.plus(b).plus(c), a.plus(b.plus(c)));
    assertSame(a.plus(b), b.plus(a));
  }));
});

Deno.test("Distribution split and merged is the one recorded in one place", () => {
  fc.assert(fc.property(fc.array(fc.array(ms)), (parts) => {
    assertSame(parts.map(of).reduce((a, b) => a.plus(b), Distribution.empty()), of(parts.flat()));
  }));
});

Deno.test("Distribution merges exactly across the change from raw values to a histogram", () => {
  // Every pair of parts falls on another side of the limit of 50,000.
  const parts = [0, 10_000, 49_999, 50_000, 70_000].map((n, i) => lognormals(n, i));
  const [whole, ...orders] = [
    of(parts.flat()),
    parts.map(of).reduce((a, b) => a.plus(b)),
    parts.map(of).reduceRight((a, b) => a.plus(b)),
    parts.map(of).map(recoded).reduce((a, b) => a.plus(b)),
  ];
  for (const merged of orders) assertSame(merged, whole!);
  for (const [i, part] of parts.entries()) {
    assertSame(of(part).plus(of(parts[1]!)), of([...part, ...parts[1]!]), `part ${i}`);
  }
});

Deno.test("Distribution leaves the operands of plus as they were", () => {
  const a = of([1, 2]);
  const sum = a.plus(Distribution.empty());
  sum.record(3);
  a.record(9);
  assert.deepEqual([a.max, a.count, sum.max, sum.count], [9, 3, 3, 3]);
});

Deno.test("Distribution's percentiles are observed values by nearest rank", () => {
  const hundreds = of(Array.from({ length: 1000 }, (_, i) => 1000 - i));
  const cases = [[50, 500], [99, 990], [99.9, 999], [99.91, 1000], [100, 1000], [0.01, 1]] as const;
  for (const [p, expected] of cases) assert.equal(hundreds.percentile(p), expected, `p${p}`);
  assert.equal(of([7.1234]).percentile(50), 7.123);
  assert.equal(Distribution.empty().percentile(50), undefined);
  // 1.12 × 625 / 100 is 7.000000000000001 in binary.
  assert.equal(of(Array.from({ length: 625 }, (_, i) => i + 1)).percentile(1.12), 7);
  const growing = of([3]);
  assert.equal(growing.percentile(100), 3);
  growing.record(5);
  assert.equal(growing.percentile(100), 5);
});

Deno.test("Distribution's percentiles stay within 0.1 % above the exact ones in a histogram", () => {
  const values = lognormals(200_000, 5);
  const large = of(values);
  const sorted = values.map((v) => Math.round(v * 1000) / 1000).sort((a, b) => a - b);
  for (const p of [0.1, 50, 90, 95, 99, 99.9, 99.99, 100]) {
    const exact = sorted[Math.ceil(p * sorted.length / 100) - 1]!;
    const error = large.percentile(p)! / exact - 1;
    assert.ok(error >= 0 && error < 0.001, `p${p}: off by ${error}`);
  }
  assert.equal(large.max, sorted.at(-1));
  assert.equal(large.percentile(100), sorted.at(-1));
});

Deno.test("Distribution counts what it refuses and is not poisoned by it", () => {
  const figures = of([-1, NaN, Infinity, -Infinity, 600_000.001, 300, 500]);
  assert.deepEqual([figures.count, figures.excluded], [2, 5]);
  assert.deepEqual([figures.min, figures.mean, figures.max], [300, 400, 500]);
  const edges = of([0, -0.0001, 600_000]);
  assert.deepEqual([edges.count, edges.excluded, edges.min, edges.max], [3, 0, 0, 600_000]);
});

Deno.test("Distribution's mean and stdev agree with the two-pass formulas", () => {
  const values = lognormals(60_000, 2);
  const mean = values.reduce((a, b) => a + b) / values.length;
  const squares = values.reduce((sum, v) => sum + (v - mean) ** 2, 0);
  const figures = of(values.slice(0, 1000)).plus(of(values.slice(1000)));
  assertClose(figures.mean, mean, 1e-6);
  assertClose(figures.stdev, Math.sqrt(squares / (values.length - 1)), 1e-6);
  // A large offset must not eat the small spread.
  assertClose(of([599_999, 599_999.001, 599_999.002]).stdev, 0.001, 1e-9);
  assert.deepEqual([of([5]).stdev, of([]).mean], [undefined, undefined]);
});

Deno.test("Distribution's interval is made of observed values around the percentile", () => {
  const ten = of([10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
  assert.deepEqual(ten.interval(50), { low: 20, high: 90 });
  assert.deepEqual(ten.interval(99), { low: 90, high: undefined });
  assert.deepEqual(of([]).interval(50), { low: undefined, high: undefined });
});

Deno.test("Distribution survives its encoding, raw and as a histogram", () => {
  fc.assert(fc.property(distribution, (a) => assertSame(recoded(a), a)));
  const large = of(lognormals(50_001, 1));
  assertSame(recoded(large), large);
  assert.ok(JSON.stringify(large.encode()).length < 12_000);
});

Deno.test("Distribution encoded short is exact but for percentiles, which are off by 0.1 % at most", () => {
  const whole = of(lognormals(600, 2));
  const short = Distribution.decode(whole.encode(500));
  assert.ok("hdr" in whole.encode(500).values && "raw" in whole.encode(600).values);
  assert.deepEqual([short.count, short.mean, short.max], [whole.count, whole.mean, whole.max]);
  for (const p of [1, 50, 90, 99]) {
    assertClose(short.percentile(p), whole.percentile(p)!, 0.001);
  }
  // Adding to it what is exact loses nothing of either.
  const [both, other] = [short.plus(whole), whole.plus(short)];
  assertSame(both, other);
});

function of(valuesMs: readonly number[]): Distribution {
  const distribution = Distribution.empty();
  for (const value of valuesMs) distribution.record(value);
  return distribution;
}

function lognormals(count: number, seed: number): number[] {
  const random = seeded(seed);
  return Array.from({ length: count }, () => 300 * Math.exp(0.5 * normal(random)));
}

function recoded(distribution: Distribution): Distribution {
  return Distribution.decode(JSON.parse(JSON.stringify(distribution.encode())));
}

/** Everything is equal to the bit but the spread, whose sums round in the order of merging. */
function assertSame(a: Distribution, b: Distribution, message = "not the same"): void {
  const exact = (d: Distribution) => [
    [d.count, d.excluded, d.min, d.max, d.mean],
    [0.1, 1, 25, 50, 75, 90, 99, 99.9, 100].map((p) => d.percentile(p)),
    [d.interval(50), d.interval(99)],
  ];
  assert.deepEqual(exact(a), exact(b), message);
  assertClose(a.stdev, b.stdev ?? NaN, 1e-9);
}

function assertClose(actual: number | undefined, expected: number, relative: number): void {
  if (actual === undefined && Number.isNaN(expected)) return;
  const tolerance = relative * Math.max(1, Math.abs(expected));
  assert.ok(Math.abs(actual! - expected) <= tolerance, `${actual} is not ${expected}`);
}

Deno.test("so many equal values at once are as many one by one", () => {
  const counts: [ms: number, times: number][] = [[3, 2], [0.05, 30_000], [-1, 4], [7.5, 30_000]];
  const [atOnce, oneByOne] = [Distribution.empty(), Distribution.empty()];
  for (const [ms, times] of counts) {
    atOnce.record(ms, times);
    for (let i = 0; i < times; i++) oneByOne.record(ms);
  }
  const { squaresUs2, ...rest } = atOnce.encode();
  const { squaresUs2: expected, ...others } = oneByOne.encode();
  assert.deepEqual(rest, others);
  assert.ok(Math.abs(squaresUs2 / expected - 1) < 1e-9);
});
