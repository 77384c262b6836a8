import { seeded } from "../random/random.ts";

/** Up to this many blocks every swap is looked at; beyond, as many seeded draws as these have. */
const EXACT_BLOCKS = 14;

/** The smallest p that a test of so many blocks can give. */
export function leastP(blocks: number): number {
  return 2 ** -Math.min(blocks, EXACT_BLOCKS);
}

/**
 * The within-block label swap test of one metric. `differences` holds one figure a block, candidate
 * minus base. Were both the same, each block could as well have come out with its labels swapped, that
 * is with the other sign: the mean of the differences is compared with those of all 2^blocks swaps.
 *
 * A swap of some blocks reaches the observed mean exactly when the mean of those blocks' differences is
 * 0 or less. So the sorted means of all subsets of the blocks ("typical values": J. A. Hartigan, Using
 * subsample values as typical values, JASA 64, 1969) hold the p-value of every shift, and with it the
 * exact confidence bounds. The empty subset, no swap at all, counts as minus infinity.
 */
export class LabelSwap {
  readonly #sorted: Float64Array;
  readonly #tolerance: number;

  /** @param seed of the draws where there are more than {@linkcode EXACT_BLOCKS} blocks. */
  constructor(readonly differences: readonly number[], seed: number) {
    this.#sorted = subsetMeans(differences, seed).sort();
    // A sum that would be 0 on paper is a tie, whichever way it was rounded.
    this.#tolerance = 1e-12 * Math.max(0, ...differences.map(Math.abs));
  }

  get mean(): number {
    return mean(this.differences);
  }

  /** One-sided for a candidate that is above the base by more than `shift`: small says it is. */
  p(shift = 0): number {
    const sorted = this.#sorted;
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle]! <= shift + this.#tolerance) low = middle + 1;
      else high = middle;
    }
    return low / sorted.length;
  }

  /** The shift that is exceeded with confidence 1 − `miss`; −∞ where the blocks are too few for one. */
  lower(miss: number): number {
    return this.#sorted[this.#rank(miss)]!;
  }

  /** As {@linkcode lower}, from above. */
  upper(miss: number): number {
    const rank = this.#rank(miss);
    return rank === 0 ? Infinity : this.#sorted[this.#sorted.length - rank]!;
  }

  #rank(miss: number): number {
    return Math.floor(miss * this.#sorted.length * (1 + Number.EPSILON));
  }
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function subsetMeans(values: readonly number[], seed: number): Float64Array {
  return values.length <= EXACT_BLOCKS ? allSubsets(values) : drawnSubsets(values, seed);
}

function allSubsets(values: readonly number[]): Float64Array {
  const { sums, sizes } = subsetSums(values);
  return sums.map((sum, i) => i === 0 ? -Infinity : sum / sizes[i]!);
}

/** Each draw takes one subset of every few blocks: their sums are worked out once. */
function drawnSubsets(values: readonly number[], seed: number): Float64Array {
  const random = seeded(seed, "label swaps");
  const parts = Array.from(
    { length: Math.ceil(values.length / PART) },
    (_, i) => subsetSums(values.slice(i * PART, (i + 1) * PART)),
  );
  const means = new Float64Array(2 ** EXACT_BLOCKS);
  means[0] = -Infinity;
  for (let i = 1; i < means.length;) {
    let [sum, size] = [0, 0];
    for (const { sums, sizes } of parts) {
      const subset = Math.floor(random() * sums.length);
      sum += sums[subset]!;
      size += sizes[subset]!;
    }
    if (size > 0) means[i++] = sum / size;
  }
  return means;
}

/** How many blocks a part of a drawn subset has. */
const PART = 10;

/** Sum and size of every subset; bit i of the index says whether value i is in it. */
function subsetSums(values: readonly number[]) {
  const sums = new Float64Array(2 ** values.length);
  const sizes = new Uint8Array(sums.length);
  values.forEach((value, i) => {
    const count = 2 ** i;
    for (let j = 0; j < count; j++) {
      sums[count + j] = sums[j]! + value;
      sizes[count + j] = sizes[j]! + 1;
    }
  });
  return { sums, sizes };
}
