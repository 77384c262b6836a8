import type { CellJudgement } from "./judgement.ts";

/** When the data are looked at, and what each look may spend of the error rate. */
export interface Look {
  /** How many blocks there are by then. */
  readonly blocks: number;
  readonly alpha: number;
}

/**
 * A look after each `blocks`, and one at the end of the budget. Each spends the same part of α, so that
 * equal targets fail at any look with probability α at most: the sum of the parts, however the looks
 * hang together (Bonferroni). To stop because enough was seen spends nothing.
 */
export function planLooks(blocks: number, maxBlocks: number, alpha: number): Look[] {
  const counts: number[] = [];
  for (let count = blocks; count < maxBlocks; count += blocks) counts.push(count);
  counts.push(Math.max(blocks, maxBlocks));
  return counts.map((count) => ({ blocks: count, alpha: alpha / counts.length }));
}

export type GateVerdict = "passed" | "regression" | "inconclusive";

/** What the cells come to together. Inconclusive: more blocks may tell. */
export function verdictOf(cells: readonly CellJudgement[]): GateVerdict {
  if (cells.some(({ finding }) => finding === "slower")) return "regression";
  if (cells.length === 0) return "inconclusive";
  return cells.some(({ finding }) => finding === "blind") ? "inconclusive" : "passed";
}
