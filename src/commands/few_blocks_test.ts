import assert from "node:assert/strict";
import { fewBlocksNote } from "./few_blocks.ts";

const note = (blocks: number, maxBlocks = blocks, regions = 1) =>
  fewBlocksNote({ blocks, maxBlocks, regions, alpha: 0.01 });

Deno.test("a gate that cannot decide says so beforehand, with the number of blocks that can", () => {
  assert.equal(
    note(3),
    "This gate can end at best inconclusive: 3 blocks are too few for any verdict, " +
      "and --blocks 9 is the least that can give one",
  );
  assert.match(note(3, 9)!, /: 9 blocks in 3 looks are too few .* --blocks 9 /);
  assert.match(note(9, 9, 3)!, /--blocks 11 /);
});

Deno.test("a gate that can decide at its last look is not spoken of", () => {
  assert.equal(note(12), undefined);
  assert.equal(note(3, 12), undefined);
});
