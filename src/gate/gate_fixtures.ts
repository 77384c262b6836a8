import { normal, type Random } from "../random/random.ts";
import { ARMS, type Block, emptyBlock } from "./block.ts";

/** A made-up bridge before a scripted service, on a host whose speed drifts. */
export interface Synthetic {
  readonly blocks: number;
  /** Of each target in each block. */
  readonly turns: number;
  /** What the candidate adds to each turn. */
  readonly addedMs?: number;
  /** Share of the candidate's turns that take half as long again and more; the base has 2 %. */
  readonly slowShare?: number;
}

const BASE_SLOW = 0.02;

/** For tests and simulations: what a gate would have measured. */
export function syntheticBlocks(of: Synthetic, random: Random): Block[] {
  const { addedMs = 0, slowShare = BASE_SLOW } = of;
  return Array.from({ length: of.blocks }, () => {
    const block = emptyBlock();
    const drift = 1 + 0.1 * normal(random);
    for (const arm of ARMS) {
      const isCandidate = arm === "candidate";
      for (let turn = 0; turn < of.turns; turn++) {
        const relayMs = 8 * drift * Math.exp(0.35 * normal(random));
        const isSlow = random() < (isCandidate ? slowShare : BASE_SLOW);
        const ttfaMs = (300 + relayMs) * (isSlow ? 1.6 + random() : 1);
        block[arm].ttfaMs.push(ttfaMs + (isCandidate ? addedMs : 0));
      }
    }
    return block;
  });
}
