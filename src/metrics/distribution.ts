import { HISTOGRAM_MAX_US } from "./histogram.ts";
import { quantileInterval } from "./interval.ts";
import { type EncodedValues, Values } from "./values.ts";

/** A distribution as plain JSON; `maxUs` and `minUs` are 0 where there is no value. */
export interface EncodedDistribution {
  readonly count: number;
  readonly excluded: number;
  readonly minUs: number;
  readonly maxUs: number;
  readonly sumUs: number;
  /** Sum of squared distances from the mean, µs². */
  readonly squaresUs2: number;
  readonly values: EncodedValues;
}

/**
 * The values of one metric in ms, each rounded to a whole microsecond. Empty and `plus` make it a
 * monoid: however the values are split and merged, the result is that of recording them in one place.
 * Figures that the values cannot give are `undefined`.
 */
export class Distribution {
  #count = 0;
  #excluded = 0;
  #minUs = Infinity;
  #maxUs = -Infinity;
  #sumUs = 0;
  #squaresUs2 = 0;
  #values = new Values();

  static empty(): Distribution {
    return new Distribution();
  }

  /**
   * Takes a value in ms, or so many equal ones, or counts them as excluded where they are negative,
   * not a number or over 600 s.
   */
  record(valueMs: number, times = 1): void {
    // Adding 0 turns the -0 of a tiny negative into 0.
    const us = Math.round(valueMs * 1000) + 0;
    if (!(us >= 0 && us <= HISTOGRAM_MAX_US)) return this.exclude(times);
    if (times === 0) return;
    const fromOldMean = this.#count === 0 ? 0 : us - this.#meanUs;
    this.#count += times;
    this.#sumUs += times * us;
    this.#squaresUs2 += times * fromOldMean * (us - this.#meanUs); // Welford
    this.#minUs = Math.min(this.#minUs, us);
    this.#maxUs = Math.max(this.#maxUs, us);
    this.#values.record(us, times);
  }

  /** Counts a value that should have been there and is not, or so many. */
  exclude(count = 1): void {
    this.#excluded += count;
  }

  /** Takes the other's values in. */
  add(other: Distribution): void {
    const count = this.#count + other.#count;
    if (this.#count > 0 && other.#count > 0) { // Chan
      const apart = this.#meanUs - other.#meanUs;
      this.#squaresUs2 += apart ** 2 * (this.#count * other.#count / count);
    }
    this.#count = count;
    this.#excluded += other.#excluded;
    this.#minUs = Math.min(this.#minUs, other.#minUs);
    this.#maxUs = Math.max(this.#maxUs, other.#maxUs);
    this.#sumUs += other.#sumUs;
    this.#squaresUs2 += other.#squaresUs2;
    this.#values.add(other.#values);
  }

  /** Both together; neither is changed. */
  plus(other: Distribution): Distribution {
    const both = new Distribution();
    both.add(this);
    both.add(other);
    return both;
  }

  get count(): number {
    return this.#count;
  }

  /** Values that were refused or never came; not part of {@linkcode Distribution.count}. */
  get excluded(): number {
    return this.#excluded;
  }

  get min(): number | undefined {
    return this.#count > 0 ? this.#minUs / 1000 : undefined;
  }

  get max(): number | undefined {
    return this.#count > 0 ? this.#maxUs / 1000 : undefined;
  }

  get mean(): number | undefined {
    return this.#count > 0 ? this.#meanUs / 1000 : undefined;
  }

  /** Standard deviation of the sample (over n − 1). */
  get stdev(): number | undefined {
    return this.#count > 1 ? Math.sqrt(this.#squaresUs2 / (this.#count - 1)) / 1000 : undefined;
  }

  /** The smallest value that at least `p` percent of the values do not exceed (nearest rank); 0 < p ≤ 100. */
  percentile(p: number): number | undefined {
    if (this.#count === 0) return undefined;
    // The factor keeps 1.12 % of 625 values at rank 7, in spite of 7.000000000000001.
    const rank = Math.ceil(p * this.#count / 100 * (1 - 1e-12));
    return this.#valueAtRank(Math.max(1, rank));
  }

  /** The 95 % interval of a percentile, 0 < p < 100. */
  interval(p: number): { low: number | undefined; high: number | undefined } {
    const { lower, upper } = quantileInterval(this.#count, p / 100);
    return {
      low: lower && this.#valueAtRank(lower),
      high: upper && this.#valueAtRank(upper),
    };
  }

  /** @param rawLimit more values than this are encoded as a histogram, to three digits. */
  encode(rawLimit?: number): EncodedDistribution {
    return {
      count: this.#count,
      excluded: this.#excluded,
      minUs: this.#count && this.#minUs,
      maxUs: this.#count && this.#maxUs,
      sumUs: this.#sumUs,
      squaresUs2: this.#squaresUs2,
      values: this.#values.encode(rawLimit),
    };
  }

  static decode(encoded: EncodedDistribution): Distribution {
    const distribution = new Distribution();
    distribution.#excluded = encoded.excluded;
    if (encoded.count === 0) return distribution;
    distribution.#count = encoded.count;
    distribution.#minUs = encoded.minUs;
    distribution.#maxUs = encoded.maxUs;
    distribution.#sumUs = encoded.sumUs;
    distribution.#squaresUs2 = encoded.squaresUs2;
    distribution.#values = Values.decode(encoded.values);
    return distribution;
  }

  get #meanUs(): number {
    return this.#sumUs / this.#count;
  }

  #valueAtRank(rank: number): number {
    // A bucket's edge may lie beyond the largest value, which is known exactly.
    return Math.min(this.#values.valueAtRank(rank), this.#maxUs) / 1000;
  }
}
