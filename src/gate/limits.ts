import type { GateMetric } from "./cell.ts";
import type { GateRules, Size } from "./rules.ts";

/** What a gate judges: of two targets, and of a single run what one target tells alone. */
export type JudgedMetric = GateMetric | "rtt" | "cold_start";

/** One slow turn in a hundred is no regression. */
const SLOW_FLOOR = 0.01;

/** A metric of a region, and what it was, in its unit. */
export interface Row {
  readonly metric: JudgedMetric;
  readonly region: string;
  readonly base: number;
}

/** In ms or as a share. */
export interface Limits {
  /** What an effect must exceed to count. */
  readonly floor: number;
  /** What must be seen: well beyond the floor, or it never is. */
  readonly size: number;
}

/** The limits of each row. Those of what is part of a wait are taken of the region's ttfa. */
export function limitsOf(rows: readonly Row[], rules: GateRules): Limits[] {
  return rows.map((row) => {
    const ttfa = rows.find(({ metric, region }) => metric === "ttfa" && region === row.region);
    return limits(row, ttfa?.base ?? row.base, rules);
  });
}

function limits({ metric, base }: Row, ttfaMs: number, rules: GateRules): Limits {
  if (metric === "slow_turns") {
    return { floor: SLOW_FLOOR, size: Math.max(rules.slowSize, 2 * SLOW_FLOOR) };
  }
  const floor = Math.max(rules.floorMs, rules.floorRatio * base);
  return { floor, size: Math.max(sizeMs(metric, base, ttfaMs, rules), 2 * floor) };
}

function sizeMs(
  metric: JudgedMetric,
  base: number,
  ttfaMs: number,
  { size, tailSize }: GateRules,
): number {
  switch (metric) {
    case "ttfa_tail":
    case "cold_start":
      return inMs(tailSize, base);
    // A caller waits for the whole: a few per cent of a loopback's round trip matter to nobody.
    case "relay_hop":
    case "rtt":
      return inMs(size, ttfaMs);
    default:
      return inMs(size, base);
  }
}

function inMs({ ms = 0, ratio = 0 }: Size, of: number): number {
  return Math.max(ms, ratio * of);
}
