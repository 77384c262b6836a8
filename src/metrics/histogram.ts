import {
  build,
  decodeFromCompressedBase64,
  encodeIntoCompressedBase64,
  type Histogram as Hdr,
} from "hdr-histogram-js";

/** The largest value that a histogram takes: 600 s in whole microseconds. */
export const HISTOGRAM_MAX_US = 600_000_000;

/**
 * Counts of whole microseconds, 0 to {@linkcode HISTOGRAM_MAX_US}, in buckets of three significant
 * digits: 87 KB however many values, and merging is exact. The caller checks the range.
 */
export class Histogram {
  readonly #hdr: Hdr;

  constructor(hdr: Hdr = emptyHdr()) {
    this.#hdr = hdr;
  }

  record(valueUs: number, times = 1): void {
    this.#hdr.recordValueWithCount(valueUs, times);
  }

  /** Takes the other's counts in. */
  add(other: Histogram): void {
    this.#hdr.add(other.#hdr);
  }

  /** The upper edge of the bucket with the value of this 1-based rank: never below it, at most 0.1 % above. */
  valueAtRank(rank: number): number {
    // Half a rank back, so that rounding can not push the library's own rounding up to the next rank.
    return this.#hdr.getValueAtPercentile(100 * (rank - 0.5) / this.#hdr.totalCount);
  }

  /** HdrHistogram's V2 compressed form in base64, as its other implementations read it. */
  encode(): string {
    return encodeIntoCompressedBase64(this.#hdr);
  }

  static decode(text: string): Histogram {
    const histogram = new Histogram();
    histogram.#hdr.add(decodeFromCompressedBase64(text));
    return histogram;
  }
}

function emptyHdr(): Hdr {
  return build({
    bitBucketSize: 32,
    autoResize: false,
    lowestDiscernibleValue: 1,
    highestTrackableValue: HISTOGRAM_MAX_US,
    numberOfSignificantValueDigits: 3,
    useWebAssembly: false,
  });
}
