import assert from "node:assert/strict";
import { normal, seeded } from "../random/random.ts";
import { Prediction } from "./prediction.ts";

Deno.test("Prediction: the interval by hand, from the published t of 9 degrees", () => {
  const past = [10, 12, 11, 9, 8, 13, 10, 11, 12, 14];
  // Mean 11, squares 30: s = √(30/9) = 1.8257; t(0.975; 9) = 2.262; reach = 2.262 · s · √1.1.
  const { low, high } = new Prediction(past).bounds(0.025);
  assert.ok(Math.abs(low - (11 - 4.3315)) < 1e-3 && Math.abs(high - (11 + 4.3315)) < 1e-3);
  const upper = new Prediction(past).p(high);
  assert.ok(Math.abs(upper - 0.025) < 1e-9);
});

Deno.test("Prediction: a next value of the same kind is outside as often as it may be", () => {
  const rounds = 20_000;
  let outside = 0;
  const random = seeded(3, "prediction");
  for (let round = 0; round < rounds; round++) {
    const past = Array.from({ length: 20 }, () => normal(random));
    if (new Prediction(past).p(normal(random)) <= 0.01) outside++;
  }
  // 200 expected, with a standard deviation of 14.
  assert.ok(Math.abs(outside - 200) < 60, `${outside}`);
});

Deno.test("Prediction: what is visible is found with the wanted power, or a little more", () => {
  const rounds = 4000;
  let found = 0;
  const random = seeded(4, "prediction");
  const sight = { alpha: 0.01, power: 0.9, floor: 0 };
  // Of 24 values with the scatter 1.
  const shift = new Prediction(Array.from({ length: 24 }, (_, i) => i % 2 ? 0.979 : -0.979))
    .visible(sight);
  for (let round = 0; round < rounds; round++) {
    const past = Array.from({ length: 24 }, () => normal(random));
    if (new Prediction(past).p(shift + normal(random)) <= sight.alpha) found++;
  }
  assert.ok(found / rounds > 0.88 && found / rounds < 0.96, `${found / rounds}`);
});

Deno.test("Prediction: values that are all alike still scatter by what chance alone does", () => {
  const alike = Array(20).fill(5);
  assert.equal(new Prediction(alike).p(5.01), 0);
  assert.equal(new Prediction(alike).p(5), 1);
  assert.ok(new Prediction(alike, 0.1).p(5.01) > 0.4);
});
