import { type ArmBlock, ARMS, type Block } from "./block.ts";
import { logTailMean, trimmedLogMean } from "./block_statistics.ts";
import { mean } from "./label_swap.ts";

/** What is judged: two centres, and the tail seen in two ways. */
export type GateMetric = "ttfa" | "ttfa_tail" | "slow_turns" | "relay_hop";

/** One metric of one region, as the test takes it. */
export interface Cell {
  readonly metric: GateMetric;
  readonly region: string;
  /** `ms`: differences are of logarithms; `share`: of shares from 0 to 1. */
  readonly unit: "ms" | "share";
  /** The mean over the blocks, in its unit. */
  readonly base: number;
  readonly candidate: number;
  /** Candidate minus base, one for each block in which both gave a figure. */
  readonly differences: readonly number[];
  /** Turns of one arm over all blocks, those that failed included. */
  readonly turns: number;
}

/** So many times the median of both targets together, and a turn counts as slow. */
const SLOW_RATIO = 1.5;

/** What `blocks` of one region have to judge. `relay_hop` only where both bridges tell it. */
export function cellsOf(region: string, blocks: readonly Block[]): Cell[] {
  const slowMs = SLOW_RATIO *
    median(blocks.flatMap((block) => ARMS.flatMap((a) => block[a].ttfaMs)));
  const tellsHops = blocks.some((block) => ARMS.every((arm) => block[arm].relayHopMs.length > 0));
  const turns = Math.round(mean(ARMS.map((arm) => sumOf(blocks, (block) => attempts(block[arm])))));
  const cell = (metric: GateMetric, unit: Cell["unit"], read: Read) => ({
    ...{ metric, region, unit, turns },
    ...compared(blocks, unit, read),
  });
  return [
    cell("ttfa", "ms", ({ ttfaMs }) => trimmedLogMean(ttfaMs)),
    cell("ttfa_tail", "ms", ({ ttfaMs }) => logTailMean(ttfaMs)),
    cell("slow_turns", "share", (arm) => slowShare(arm, slowMs)),
    ...(tellsHops ? [cell("relay_hop", "ms", ({ relayHopMs }) => trimmedLogMean(relayHopMs))] : []),
  ];
}

/** What the base has and the candidate lacks: who stops telling a figure is not judged by it, nor passed. */
export function lacksOf(region: string, blocks: readonly Block[]): string[] {
  const silent =
    blocks.filter(({ base, candidate }) =>
      base.relayHopMs.length > 0 && candidate.relayHopMs.length === 0
    ).length;
  if (silent === 0) return [];
  return [
    `${region}: the base tells relay_hop, and the candidate does not in ${silent} of ` +
    `${blocks.length} blocks`,
  ];
}

type Read = (arm: ArmBlock) => number | undefined;

function compared(blocks: readonly Block[], unit: Cell["unit"], read: Read) {
  const pairs = blocks.flatMap(({ base, candidate }) => {
    const [b, c] = [read(base), read(candidate)];
    return b === undefined || c === undefined ? [] : [{ b, c }];
  });
  const level = (values: readonly number[]) =>
    unit === "ms" ? Math.exp(mean(values)) : mean(values);
  return {
    base: level(pairs.map(({ b }) => b)),
    candidate: level(pairs.map(({ c }) => c)),
    differences: pairs.map(({ b, c }) => c - b),
  };
}

/** A turn that failed kept its caller waiting longer than any: it is slow. */
function slowShare(arm: ArmBlock, slowMs: number): number | undefined {
  if (attempts(arm) === 0) return undefined;
  return (arm.failed + arm.ttfaMs.filter((ms) => ms > slowMs).length) / attempts(arm);
}

function attempts({ ttfaMs, failed }: ArmBlock): number {
  return ttfaMs.length + failed;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Infinity;
}

function sumOf<T>(values: readonly T[], read: (value: T) => number): number {
  return values.reduce((sum, value) => sum + read(value), 0);
}
