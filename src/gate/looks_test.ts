import assert from "node:assert/strict";
import { normal, seeded } from "../random/random.ts";
import { LabelSwap } from "./label_swap.ts";
import { planLooks, verdictOf } from "./looks.ts";

Deno.test("looks: one after each batch, one at the end, and no more than α in all", () => {
  const counts = (blocks: number, max: number) => planLooks(blocks, max, 0.01).map((l) => l.blocks);
  assert.deepEqual(counts(12, 12), [12]);
  assert.deepEqual(counts(12, 36), [12, 24, 36]);
  assert.deepEqual(counts(12, 30), [12, 24, 30]);
  assert.deepEqual(counts(12, 5), [12]);
  const spent = planLooks(12, 60, 0.01).reduce((sum, { alpha }) => sum + alpha, 0);
  assert.ok(Math.abs(spent - 0.01) < 1e-15);
});

Deno.test("going on does not cry wolf more often: equal targets, three looks, 5 %", () => {
  const looks = planLooks(8, 24, 0.05);
  const rounds = 400;
  let failed = 0;
  for (let round = 0; round < rounds; round++) {
    const random = seeded(round, "looks");
    const differences = Array.from({ length: 24 }, () => normal(random));
    const isLow = ({ blocks, alpha }: typeof looks[number]) =>
      new LabelSwap(differences.slice(0, blocks), round).p() <= alpha;
    if (looks.some(isLow)) failed++;
  }
  // 20 expected at most, with a standard deviation of 4.4.
  assert.ok(failed <= 33 && failed > 0, `${failed} of ${rounds}`);
});

Deno.test("nothing judged is inconclusive", () => {
  assert.equal(verdictOf([]), "inconclusive");
});
