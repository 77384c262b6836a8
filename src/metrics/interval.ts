/** Share of intervals that may miss the true quantile, in all and on each side. */
const MISS = 0.05;
const MISS_PER_SIDE = MISS / 2;

/** Terms of the binomial distribution smaller than this against its largest one are left out. */
const NEGLIGIBLE = 1e-25;

/** 1-based ranks of the ordered values that bound a quantile; a bound that is missing cannot be had. */
export interface RankInterval {
  readonly lower: number | undefined;
  readonly upper: number | undefined;
}

/**
 * The 95 % interval of a quantile (0 < quantile < 1) from `count` independent values, whatever their
 * distribution. The number of values below the true quantile is binomial, so the probability that a
 * rank lies on its wrong side is a binomial tail: 2.5 % at most on each side. Where even the maximum
 * is too low that often, it still serves at up to 5 %, if the lower rank can live on the rest.
 */
export function quantileInterval(count: number, quantile: number): RankInterval {
  const below = binomial(count, quantile);
  const upper = upperRank(below, MISS_PER_SIDE);
  if (upper !== undefined) return { lower: lowerRank(below, MISS_PER_SIDE), upper };

  const lower = lowerRank(below, MISS - quantile ** count);
  if (lower !== undefined) return { lower, upper: count };
  return { lower: lowerRank(below, MISS_PER_SIDE), upper: undefined };
}

/** From how many values on a quantile has an upper bound. */
export function leastForUpper(quantile: number): number {
  // The maximum of fewer lies below the quantile more often than an interval may miss.
  let count = Math.ceil(Math.log(MISS) / Math.log(quantile));
  while (quantileInterval(count, quantile).upper === undefined) count++;
  return count;
}

/** `shares[i]` is the probability of `first + i` successes. */
interface Binomial {
  readonly first: number;
  readonly shares: readonly number[];
}

/**
 * Grown from its largest term by the ratio of neighbours and normalised by its own sum: no factorial,
 * no underflow, and only some ten standard deviations of terms, so a million values cost little.
 */
function binomial(trials: number, success: number): Binomial {
  const odds = success / (1 - success);
  const mode = Math.min(trials, Math.floor((trials + 1) * success));
  const lower: number[] = [];
  for (let k = mode, term = 1; k > 0; k--) {
    term *= k / ((trials - k + 1) * odds);
    if (term < NEGLIGIBLE) break;
    lower.push(term);
  }
  const upper: number[] = [];
  for (let k = mode, term = 1; k < trials; k++) {
    term *= (trials - k) * odds / (k + 1);
    if (term < NEGLIGIBLE) break;
    upper.push(term);
  }
  const terms = [...lower.reverse(), 1, ...upper];
  const total = terms.reduce((sum, term) => sum + term);
  return { first: mode - lower.length, shares: terms.map((term) => term / total) };
}

/** The smallest rank whose value is below the quantile with at most this probability. */
function upperRank({ first, shares }: Binomial, miss: number): number | undefined {
  let tail = 0;
  let rank: number | undefined;
  for (let i = shares.length - 1; i >= 0; i--) {
    tail += shares[i]!;
    if (tail > miss) break;
    rank = first + i;
  }
  return rank;
}

/** The largest rank whose value is above the quantile with at most this probability. */
function lowerRank({ first, shares }: Binomial, miss: number): number | undefined {
  let tail = 0;
  let rank: number | undefined;
  for (let i = 0; i < shares.length; i++) {
    tail += shares[i]!;
    if (tail > miss) break;
    rank = first + i + 1;
  }
  return rank;
}
