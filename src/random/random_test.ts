import assert from "node:assert/strict";
import { DistributionSyntaxError, draw, parseDistribution } from "./distribution.ts";
import { normal, seeded } from "./random.ts";

Deno.test("seeded repeats for equal seeds and labels and differs otherwise", () => {
  const take = (random: () => number) => Array.from({ length: 5 }, random);
  assert.deepEqual(take(seeded(7, "think")), take(seeded(7, "think")));
  assert.notDeepEqual(take(seeded(7, "think")), take(seeded(8, "think")));
  assert.notDeepEqual(take(seeded(7, "think")), take(seeded(7, "jitter")));
});

Deno.test("seeded is uniform and normal has mean 0 and variance 1", () => {
  const random = seeded(1);
  const n = 100_000;
  const bins = new Array<number>(10).fill(0);
  for (let i = 0; i < n; i++) bins[Math.floor(random() * 10)]!++;
  // Chi-square with 9 degrees of freedom: 27.9 is its 99.9th percentile. The seed is fixed.
  const chiSquare = bins.reduce((sum, count) => sum + (count - n / 10) ** 2 / (n / 10), 0);
  assert.ok(chiSquare < 27.9, `chi-square ${chiSquare}`);

  const values = Array.from({ length: n }, () => normal(random));
  const mean = values.reduce((a, b) => a + b) / n;
  const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / n;
  assert.ok(Math.abs(mean) < 0.02 && Math.abs(variance - 1) < 0.02, `${mean} ${variance}`);
});

Deno.test("parseDistribution reads every documented form", () => {
  assert.deepEqual(parseDistribution("300"), { kind: "constant", ms: 300 });
  assert.deepEqual(parseDistribution("0.5ms"), { kind: "constant", ms: 0.5 });
  assert.deepEqual(parseDistribution("lognormal(900ms,0.24)"), {
    kind: "lognormal",
    medianMs: 900,
    sigma: 0.24,
  });
  assert.equal(parseDistribution("gpt-realtime").kind, "lognormal");
  for (const bad of ["", "-3", "fast", "lognormal(900)", "lognormal(900ms,-1)", "constructor"]) {
    assert.throws(() => parseDistribution(bad), DistributionSyntaxError, bad);
  }
});

Deno.test("draw follows the distribution's median", () => {
  const random = seeded(3);
  const values = Array.from(
    { length: 10_001 },
    () => draw(parseDistribution("lognormal(900ms,0.24)"), random),
  ).sort((a, b) => a - b);
  assert.ok(Math.abs(values[5000]! - 900) < 10, `median ${values[5000]}`);
  assert.equal(draw(parseDistribution("300"), random), 300);
});
