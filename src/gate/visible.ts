import { normal, type Random, seeded } from "../random/random.ts";
import type { Cell } from "./cell.ts";
import { LabelSwap, leastP, mean } from "./label_swap.ts";
import { studentT } from "./student_t.ts";
import { smallestVisibleShare } from "./visible_share.ts";

export interface Visibility {
  /** Of the single test: what Holm leaves to the smallest p. */
  readonly alpha: number;
  readonly power: number;
  /** The estimate must be beyond it, in the unit of the differences. */
  readonly floor: number;
  readonly seed: number;
}

/** How many experiments are simulated. */
const DRAWS = 200;

/**
 * The smallest effect that a test with blocks like these would have found with the given power, in the
 * unit of the differences; `Infinity` where no effect could have been. The blocks' own scatter is drawn
 * again and again: shifted by an effect, a draw fails the test when the effect makes up for its lower
 * bound, and passes the floor when it makes up for its mean. What does so in 90 of 100 draws is seen.
 *
 * @param blocks how many blocks like these the test would have had.
 */
export function smallestVisible(
  cell: Cell,
  visibility: Visibility,
  blocks = cell.differences.length,
): number {
  const { differences, unit } = cell;
  if (differences.length < 2 || visibility.alpha < leastP(blocks)) return Infinity;
  const scatter = sdOf(differences);
  if (unit === "share") return smallestVisibleShare(cell, visibility, scatter, blocks);
  const lowerBound = lowerBoundOf(blocks, visibility);
  const random = seeded(visibility.seed, "power", cell.metric, cell.region);
  const needed = Array.from({ length: DRAWS }, () => {
    const draw = redrawn(differences, scatter, blocks, random);
    return Math.max(-lowerBound(draw), visibility.floor - mean(draw));
  });
  return needed.sort((a, b) => a - b)[Math.ceil(visibility.power * DRAWS) - 1]!;
}

/** Beyond, the bound of the swaps is taken to be that of Student's t, which it comes to. */
const MOST_SWAPPED = 12;

function lowerBoundOf(blocks: number, { alpha, seed }: Visibility) {
  if (blocks <= MOST_SWAPPED) return (draw: number[]) => new LabelSwap(draw, seed).lower(alpha);
  const errors = studentT(1 - alpha, blocks - 1) / Math.sqrt(blocks);
  return (draw: number[]) => mean(draw) - errors * sdOf(draw);
}

/** Blocks without an effect: residuals drawn with either sign, a little blurred, to the same scatter. */
function redrawn(
  differences: readonly number[],
  sd: number,
  blocks: number,
  random: Random,
): number[] {
  const centre = mean(differences);
  const own = sdOf(differences);
  const blur = 0.3;
  return Array.from({ length: blocks }, () => {
    const residual = differences[Math.floor(random() * differences.length)]! - centre;
    const shape = own > 0 ? residual / own * Math.sqrt(1 - blur ** 2) : 0;
    const noise = normal(random) * (own > 0 ? blur : 1);
    return sd * ((random() < 0.5 ? -shape : shape) + noise);
  });
}

function sdOf(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, v) => sum + (v - centre) ** 2, 0) / (values.length - 1));
}
