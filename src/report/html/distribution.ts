/** Sorted values of several groups on one axis. */
export interface Axis {
  /** ms, ascending, evenly spaced. */
  readonly edges: readonly number[];
  /** Values beyond the last edge, in all groups: a long tail would flatten the rest. */
  readonly beyond: number;
}

/** A tail this many times the 99th percentile is cut. */
const LONG_TAIL = 3;
const TAIL_SHOWN = 1.5;
const FEWEST_BINS = 5;
const MOST_BINS = 60;

/** Bins of a round width for all groups together, by the rule of Freedman and Diaconis. */
export function binsFor(groups: readonly (readonly number[])[]): Axis {
  const all = groups.flat().sort((a, b) => a - b);
  const [first, last] = [all[0]!, lastShown(all)];
  const spread = rank(all, 0.75) - rank(all, 0.25);
  const wanted = 2 * spread / Math.cbrt(all.length);
  const span = last - first;
  const width = roundUp(Math.max(Math.min(wanted, span / FEWEST_BINS), span / MOST_BINS, 0.01));
  const from = Math.floor(first / width);
  const count = Math.floor(last / width) - from + 1;
  const edges = Array.from({ length: count + 1 }, (_, i) => round((from + i) * width));
  return { edges, beyond: all.filter((value) => value >= edges.at(-1)!).length };
}

/** How many of the sorted values lie in each bin: from its edge on, below the next one. */
export function countInBins(sorted: readonly number[], { edges }: Axis): number[] {
  const below = edges.map((edge) => countBelow(sorted, edge));
  return below.slice(1).map((count, i) => count - below[i]!);
}

/** Points of the distribution function, evenly spaced over the same span. */
export function cdfAxis({ edges }: Axis, points: number): number[] {
  const [first, last] = [edges[0]!, edges.at(-1)!];
  return Array.from({ length: points }, (_, i) => first + (last - first) * i / (points - 1));
}

/** The share of the sorted values that do not exceed `x`. */
export function shareUpTo(sorted: readonly number[], x: number): number {
  return countBelow(sorted, x, true) / sorted.length;
}

function lastShown(all: readonly number[]): number {
  const [p99, max] = [rank(all, 0.99), all.at(-1)!];
  return max > LONG_TAIL * p99 ? TAIL_SHOWN * p99 : max;
}

/** By nearest rank, as everywhere. */
function rank(sorted: readonly number[], quantile: number): number {
  return sorted[Math.max(0, Math.ceil(quantile * sorted.length) - 1)]!;
}

/** By bisection. */
function countBelow(sorted: readonly number[], limit: number, inclusive = false): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const isBelow = inclusive ? sorted[middle]! <= limit : sorted[middle]! < limit;
    if (isBelow) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The next of 1, 2, 5, 10, 20 … */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return round(power * [1, 2, 5, 10].find((step) => step * power >= value * (1 - 1e-9))!);
}

/** Without the last digits of binary fractions. */
function round(value: number): number {
  return Number(value.toPrecision(12));
}
