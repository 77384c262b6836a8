import assert from "node:assert/strict";
import { seeded } from "../random/random.ts";
import { cellsOf } from "./cell.ts";
import { syntheticBlocks } from "./gate_fixtures.ts";
import { judgeCells } from "./judgement.ts";
import { verdictOf } from "./looks.ts";
import { outlookOf } from "./outlook.ts";
import { DEFAULT_RULES } from "./rules.ts";

const ONE_LOOK = { regions: 1, blocks: 12, maxBlocks: 12, alpha: 0.01 };
const decides = (own: Partial<typeof ONE_LOOK>) => {
  const { canDecide, fewestBlocks } = outlookOf({ ...ONE_LOOK, ...own });
  return [canDecide, fewestBlocks];
};

Deno.test("a gate of one region and one look takes 9 blocks at α = 1 %", () => {
  assert.deepEqual(decides({}), [true, 9]);
  assert.deepEqual(decides({ blocks: 9, maxBlocks: 9 }), [true, 9]);
  assert.deepEqual(decides({ blocks: 8, maxBlocks: 8 }), [false, 9]);
  assert.deepEqual(decides({ blocks: 3, maxBlocks: 12 }), [true, 9]);
});

Deno.test("regions, looks and a smaller α take more blocks", () => {
  assert.deepEqual(decides({ regions: 3, blocks: 9, maxBlocks: 9 }), [false, 11]);
  // Three looks of a third of α each: 9 blocks in the end are too few, and at once they would do.
  assert.deepEqual(decides({ blocks: 3, maxBlocks: 9 }), [false, 9]);
  assert.deepEqual(decides({ alpha: 0.001 }), [true, 12]);
});

Deno.test("no number of blocks reaches less than one of the swaps that are drawn", () => {
  const hopeless = { ...ONE_LOOK, alpha: 1e-4, blocks: 500, maxBlocks: 500 };
  const { canDecide, canEverFail, fewestBlocks } = outlookOf(hopeless);
  assert.deepEqual([canDecide, canEverFail, fewestBlocks], [false, false, Infinity]);
  assert.equal(outlookOf({ ...ONE_LOOK, alpha: 0.01, blocks: 2, maxBlocks: 60 }).canEverFail, true);
  assert.equal(outlookOf({ ...ONE_LOOK, regions: 3, maxBlocks: 500 }).canEverFail, false);
});

/** What was told beforehand against what the judgement makes of the plainest case there is. */
Deno.test("what cannot decide is inconclusive however large the effect, and one block more is not", () => {
  const rules = { ...DEFAULT_RULES, size: { ratio: 1 }, tailSize: { ratio: 9 }, slowSize: 1 };
  for (const [alpha, regions] of [[0.01, 1], [0.05, 2]] as const) {
    const verdictAfter = (blocks: number) => {
      const of = { blocks, turns: 10, addedMs: 200 };
      const cells = Array.from(
        { length: regions },
        (_, i) => cellsOf(`r${i}`, syntheticBlocks(of, seeded(i, "outlook"))),
      );
      return verdictOf(judgeCells(cells.flat(), { ...rules, alpha }));
    };
    const blocks = firstThatDecides({ regions, alpha });
    assert.deepEqual(
      [verdictAfter(blocks - 1), verdictAfter(blocks)],
      ["inconclusive", "regression"],
      `${alpha}, ${regions} regions, ${blocks} blocks`,
    );
  }
});

function firstThatDecides(of: { regions: number; alpha: number }): number {
  let blocks = 2;
  while (!outlookOf({ ...of, blocks, maxBlocks: blocks }).canDecide) blocks++;
  return blocks;
}
