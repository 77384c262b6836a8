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
  assert.deepEqual(parseDistribution("2s"), { kind: "constant", ms: 2000 });
  assert.throws(
    () => parseDistribution("lognormal(900)"),
    /lacks sigma; .*lognormal\(900ms,0\.24\)/,
  );
  assert.deepEqual(parseDistribution("lognormal(900ms,0.24)"), {
    kind: "lognormal",
    medianMs: 900,
    sigma: 0.24,
  });
  assert.deepEqual(parseDistribution("percentiles(0:500, 50:880ms,99.5:900,100:3.2s)"), {
    kind: "percentiles",
    points: [[0, 500], [0.5, 880], [0.995, 900], [1, 3200]],
  });
  assert.equal(parseDistribution("gpt-realtime").kind, "percentiles");
  const bad = ["", "-3", "fast", "lognormal(900)", "lognormal(900ms,-1)", "constructor"];
  const badTables = ["", "0:5", "0:5,50:9", "1:5,100:9", "0:9,100:5", "0:1,0:2,100:3", "0:x,100:1"];
  for (const text of [...bad, ...badTables.map((list) => `percentiles(${list})`)]) {
    assert.throws(() => parseDistribution(text), DistributionSyntaxError, text);
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

Deno.test("a table of percentiles is drawn by its inverse, straight between the points", () => {
  const table = parseDistribution("percentiles(0:100,50:200,90:600,100:1000)");
  const draws = [0, 0.25, 0.5, 0.7, 0.9, 0.95].map((share) => draw(table, () => share));
  assert.deepEqual(draws.map(Math.round), [100, 150, 200, 400, 600, 800]);
});

Deno.test("a preset is the measured table less 400 ms", () => {
  const at = (name: string, share: number) => draw(parseDistribution(name), () => share);
  assert.equal(at("gpt-realtime-1.5", 0.5), 1280 - 400);
  assert.equal(at("gpt-realtime-1.5-tool-turn", 0.95), 5056 - 400);
  assert.equal(at("gpt-realtime", 0), 704 - 400);
  assert.equal(at("gpt-realtime-tool-turn", 0.99), 2784 - 400);
});
