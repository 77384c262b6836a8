import { type Random, seeded } from "../random/random.ts";
import type { Cell } from "./cell.ts";
import { studentT } from "./student_t.ts";
import type { Visibility } from "./visible.ts";

/** How many experiments are simulated. */
const DRAWS = 200;
/** A share is found to one in a thousand. */
const HALVINGS = 10;

/**
 * The smallest share of slow turns, added to the base's, that a test with blocks like these would have
 * found with the given power; `Infinity` where none could have been. More slow turns scatter more: the
 * turns of both targets are drawn, the candidate's with the share added, and not what scattered before.
 *
 * @param sd of the differences, as the blocks showed it.
 * @param blocks how many blocks like these the test would have had.
 */
export function smallestVisibleShare(
  cell: Cell,
  visibility: Visibility,
  sd: number,
  blocks: number,
): number {
  const { metric, region, differences } = cell;
  const turnsOfAll = cell.turns * blocks / differences.length;
  const base = (cell.base * turnsOfAll + 0.5) / (turnsOfAll + 1);
  const turns = effectiveTurns(cell, sd);
  const isSlower = testOf(blocks, visibility.alpha);
  const random = seeded(visibility.seed, "power", metric, region);
  const needed = Array.from({ length: DRAWS }, () => {
    const differencesAt = experiment(blocks, turns, base, random);
    return smallest(1 - base, (added) => {
      const slow = differencesAt(added);
      const mean = slow.reduce((sum, d) => sum + d, 0) / (blocks * turns);
      return mean > visibility.floor && isSlower(slow);
    });
  });
  return needed.sort((a, b) => a - b)[Math.ceil(visibility.power * DRAWS) - 1]!;
}

/** Slow turns that come together tell less than as many that do not: as many as fewer independent ones. */
function effectiveTurns({ base, candidate, turns, differences }: Cell, sd: number): number {
  const perBlock = turns / differences.length;
  const counting = (base * (1 - base) + candidate * (1 - candidate)) / perBlock;
  const excess = counting > 0 ? Math.max(1, sd ** 2 / counting) : 1;
  return Math.max(1, Math.round(perBlock / excess));
}

/** One fate for each turn, slow below the share: so a larger share never has fewer slow turns. */
function experiment(blocks: number, turns: number, base: number, random: Random) {
  const inBlocks = <T>(read: () => T) => Array.from({ length: blocks }, read);
  const fates = () => Float64Array.from({ length: turns }, random);
  const slowOfBase = inBlocks(() => slowIn(fates(), base));
  const ofCandidate = inBlocks(fates);
  return (added: number) =>
    ofCandidate.map((block, i) => slowIn(block, base + added) - slowOfBase[i]!);
}

function slowIn(fates: Float64Array, share: number): number {
  let count = 0;
  for (const fate of fates) if (fate < share) count++;
  return count;
}

/** Whatever holds from some share on: that share, to within {@linkcode HALVINGS}. */
function smallest(most: number, holds: (added: number) => boolean): number {
  if (!holds(most)) return Infinity;
  let [low, high] = [0, most];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** Beyond, the label swaps are taken to find what Student's t does, which they come to. */
const MOST_SWAPPED = 12;

function testOf(blocks: number, alpha: number): (differences: readonly number[]) => boolean {
  if (blocks <= MOST_SWAPPED) return (differences) => swapP(differences) <= alpha;
  const errors = studentT(1 - alpha, blocks - 1);
  return (differences) => {
    const mean = differences.reduce((sum, d) => sum + d, 0) / blocks;
    const squares = differences.reduce((sum, d) => sum + (d - mean) ** 2, 0);
    return mean > errors * Math.sqrt(squares / (blocks - 1) / blocks);
  };
}

/** The p of the label swaps for whole numbers: how likely a random subset of them sums to 0 or less. */
function swapP(differences: readonly number[]): number {
  const below = -differences.reduce((sum, d) => sum + Math.min(0, d), 0);
  const above = differences.reduce((sum, d) => sum + Math.max(0, d), 0);
  let odds = new Float64Array(below + above + 1);
  odds[below] = 1;
  for (const d of differences) {
    odds = odds.map((_, i) => (odds[i]! + (odds[i - d] ?? 0)) / 2);
  }
  return odds.subarray(0, below + 1).reduce((sum, part) => sum + part, 0);
}
