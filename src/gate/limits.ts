import type { GateMetric } from "./cell.ts";
import type { GateRules, Size } from "./rules.ts";

/** What a gate judges: of two targets, and of a single run what one target tells alone. */
export type JudgedMetric = GateMetric | "rtt" | "cold_start";

/** One slow turn in a hundred is no regression. */
const SLOW_FLOOR = 0.01;

/**
 * What an effect must exceed to count, and what must be seen, in ms or as a share: the latter well beyond
 * the former, or it never is.
 *
 * @param base what the metric was, in its unit.
 */
export function limits(
  { metric, base }: { readonly metric: JudgedMetric; readonly base: number },
  rules: GateRules,
): { floor: number; size: number } {
  if (metric === "slow_turns") {
    return { floor: SLOW_FLOOR, size: Math.max(rules.slowSize, 2 * SLOW_FLOOR) };
  }
  const floor = Math.max(rules.floorMs, rules.floorRatio * base);
  const scattersMuch = metric === "ttfa_tail" || metric === "cold_start";
  const wanted = sizeMs(scattersMuch ? rules.tailSize : rules.size, base);
  return { floor, size: Math.max(wanted, 2 * floor) };
}

function sizeMs({ ms = 0, ratio = 0 }: Size, base: number): number {
  return Math.max(ms, ratio * base);
}
