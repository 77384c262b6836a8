import assert from "node:assert/strict";
import { seeded } from "../random/random.ts";
import { cellsOf } from "./cell.ts";
import { syntheticBlocks } from "./gate_fixtures.ts";
import { LabelSwap } from "./label_swap.ts";
import { smallestVisible } from "./visible.ts";

const VISIBILITY = { alpha: 0.01 / 3, power: 0.9, floor: 0.01, seed: 1 };
const BASE_SLOW = 0.02;

function slowTurns(blocks: number, seed: number, addedShare = 0) {
  const of = { blocks, turns: 30, slowShare: BASE_SLOW + addedShare };
  return cellsOf("eu", syntheticBlocks(of, seeded(seed, "slow")))
    .find(({ metric }) => metric === "slow_turns")!;
}

for (const blocks of [12, 20]) {
  Deno.test(`slow turns that are called visible in ${blocks} blocks are found nine times in ten`, () => {
    const experiments = 15;
    const told = Array.from(
      { length: experiments },
      (_, seed) => smallestVisible(slowTurns(blocks, seed), VISIBILITY),
    );
    const visible = told.reduce((sum, share) => sum + share, 0) / experiments;
    const rounds = 300;
    let found = 0;
    for (let round = 0; round < rounds; round++) {
      const { differences } = slowTurns(blocks, 1000 + round, visible);
      const swap = new LabelSwap(differences, 1);
      if (swap.p() <= VISIBILITY.alpha && swap.mean > VISIBILITY.floor) found++;
    }
    // 270 expected, with a standard deviation of 5; the share itself is known to a tenth.
    assert.ok(found >= 252 && found <= 291, `${found} of ${rounds} at ${visible}`);
  });
}

Deno.test("slow turns: too few blocks show nothing, and a share that none had yet can be seen", () => {
  assert.equal(smallestVisible(slowTurns(8, 1), VISIBILITY), Infinity);
  const none = { ...slowTurns(12, 1), base: 0, candidate: 0, differences: Array(12).fill(0) };
  const visible = smallestVisible(none, VISIBILITY);
  assert.ok(visible > 0.02 && visible < 0.1, `${visible}`);
});
