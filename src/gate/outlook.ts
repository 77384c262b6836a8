import { leastP } from "./label_swap.ts";
import { planLooks } from "./looks.ts";

/** A gate that has not started. */
export interface PlannedGate {
  readonly regions: number;
  readonly blocks: number;
  readonly maxBlocks: number;
  readonly alpha: number;
}

/** What the numbers alone tell of a gate before it starts. */
export interface Outlook {
  readonly looks: number;
  /** False: whatever is measured, no row can fail, and none can be seen well enough to pass. */
  readonly canDecide: boolean;
  /** False: no number of blocks would let a row fail. */
  readonly canEverFail: boolean;
  /** The fewest blocks of a gate with one look that can decide; Infinity where no number can. */
  readonly fewestBlocks: number;
}

/** Rows that a region has in any case, and with relay_hop, which not all bridges tell. */
const SURE_ROWS = 3;
const MOST_ROWS = 4;

export function outlookOf({ regions, blocks, maxBlocks, alpha }: PlannedGate): Outlook {
  const looks = planLooks(blocks, maxBlocks, alpha);
  const { blocks: last, alpha: lookAlpha } = looks.at(-1)!;
  return {
    looks: looks.length,
    canDecide: last >= fewestBlocks(lookAlpha / (SURE_ROWS * regions)),
    canEverFail: fewestBlocks(lookAlpha / (MOST_ROWS * regions)) < Infinity,
    fewestBlocks: fewestBlocks(alpha / (MOST_ROWS * regions)),
  };
}

function fewestBlocks(alpha: number): number {
  const blocks = Math.ceil(-Math.log2(alpha));
  return leastP(blocks) <= alpha ? blocks : Infinity;
}
