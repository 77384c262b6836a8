import { type Random, seeded } from "../random/random.ts";

/** A level lasts for so many values at least: one or two slow runs are no new level. */
const LEAST_VALUES = 5;

/** So many permutations for each that may exceed by chance. */
const DRAWS_PER_EXCESS = 10;

/**
 * Where the level of a series changes: indices of the first value of each new level, ascending.
 *
 * The series is cut where the ranks of what comes before and after differ most (the maximally selected
 * Wilcoxon statistic: A. N. Pettitt, Appl. Statist. 28, 1979, with each place weighted by its variance,
 * so that the ends are seen as well as the middle), and each part again. A cut is kept when at most a
 * share `alpha` of seeded permutations of the part differ as much anywhere: exact for a series without
 * change, whatever its distribution. Ranks take no notice of how far off a single run was.
 */
export function changePoints(values: readonly number[], alpha: number, seed: number): number[] {
  return cuts(values, 0, alpha, seeded(seed, "change points")).sort((a, b) => a - b);
}

function cuts(values: readonly number[], from: number, alpha: number, random: Random): number[] {
  if (values.length < 2 * LEAST_VALUES) return [];
  const ranks = midranks(values);
  const scan = new Scan(ranks);
  const { at, most } = scan.best(ranks);
  if (permutationP(scan, ranks, most, alpha, random) > alpha) return [];
  return [
    ...cuts(values.slice(0, at), from, alpha, random),
    from + at,
    ...cuts(values.slice(at), from + at, alpha, random),
  ];
}

function permutationP(
  scan: Scan,
  ranks: readonly number[],
  most: number,
  alpha: number,
  random: Random,
): number {
  const draws = Math.ceil(DRAWS_PER_EXCESS / alpha);
  const shuffled = [...ranks];
  let excesses = 1;
  for (let draw = 1; draw < draws; draw++) {
    shuffle(shuffled, random);
    if (scan.best(shuffled).most >= most - 1e-9) excesses++;
    // Too many to be rare already: the rest is not worth drawing.
    if (excesses > DRAWS_PER_EXCESS + 1) break;
  }
  return excesses / draws;
}

/** The places at which a series of one length can be cut, each with the weight of its rank sum. */
class Scan {
  readonly #weights: Float64Array;
  readonly #middle: number;

  constructor({ length }: readonly number[]) {
    this.#middle = (length + 1) / 2;
    this.#weights = Float64Array.from(
      { length },
      (_, i) => Math.sqrt(12 / (i * (length - i) * (length + 1))),
    );
  }

  /** How many values stand before the best cut, and how many standard deviations it is worth. */
  best(ranks: readonly number[]): { at: number; most: number } {
    let [sum, at, most] = [0, 0, 0];
    for (let i = 1; i <= ranks.length - LEAST_VALUES; i++) {
      sum += ranks[i - 1]! - this.#middle;
      const size = Math.abs(sum) * this.#weights[i]!;
      if (i >= LEAST_VALUES && size > most) [at, most] = [i, size];
    }
    return { at, most };
  }
}

/** Equal values share the mean of their ranks. */
function midranks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Array<number>(values.length);
  for (let start = 0; start < order.length;) {
    let end = start;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    for (let i = start; i < end; i++) ranks[order[i]!] = (start + 1 + end) / 2;
    start = end;
  }
  return ranks;
}

function shuffle(values: number[], random: Random): void {
  for (let i = values.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [values[i], values[j]] = [values[j]!, values[i]!];
  }
}
