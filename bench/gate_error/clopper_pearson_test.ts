import assert from "node:assert/strict";
import { clopperPearson } from "./clopper_pearson.ts";

const rounded = (hits: number, trials: number) =>
  clopperPearson(hits, trials).map((share) => Number(share.toFixed(4)));

Deno.test("clopperPearson gives the published bounds", () => {
  // Of none: 1 − 0.025^(1/n), by definition; 4 of 20 and 1 of 10 are in every table of the method.
  assert.deepEqual(rounded(0, 10), [0, 0.3085]);
  assert.deepEqual(rounded(10, 10), [0.6915, 1]);
  assert.deepEqual(rounded(1, 10), [0.0025, 0.445]);
  assert.deepEqual(rounded(4, 20), [0.0573, 0.4366]);
});

Deno.test("clopperPearson mirrors itself, and holds with many trials", () => {
  const [low, high] = clopperPearson(7, 1000);
  const mirrored = clopperPearson(993, 1000).map((share) => 1 - share);
  assert.ok(Math.abs(low - mirrored[1]!) < 1e-8 && Math.abs(high - mirrored[0]!) < 1e-8);
  assert.ok(low < 0.007 && 0.007 < high && high < 0.0145);
});
