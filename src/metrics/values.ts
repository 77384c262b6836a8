import { Histogram } from "./histogram.ts";

/** Up to this many values are kept as they are; more go into a histogram. */
export const RAW_LIMIT = 50_000;

/** Either every value (base64 of 32-bit little-endian µs) or, where they are too many, a histogram. */
export type EncodedValues = { readonly raw: string } | { readonly hdr: string };

/** A multiset of whole microseconds, 0 to 600 s, that answers by rank. */
export class Values {
  #raw: number[] = [];
  #sorted: Int32Array | undefined;
  /** There exactly when the values are over the limit, which no order of merging changes. */
  #histogram: Histogram | undefined;

  /** Takes a value so many times. */
  record(us: number, times = 1): void {
    const isOver = this.#raw.length + times > RAW_LIMIT;
    if (this.#histogram || isOver) return this.#spill().record(us, times);
    for (let i = 0; i < times; i++) this.#raw.push(us);
    this.#sorted = undefined;
  }

  /** Both together; neither is changed. */
  plus(other: Values): Values {
    const both = new Values();
    for (const { raw, histogram } of [this.#parts(), other.#parts()]) {
      if (histogram) both.#spill().add(histogram);
      for (const us of raw) both.record(us);
    }
    return both;
  }

  /** The value of this 1-based rank: itself while all are kept, else up to 0.1 % above it. */
  valueAtRank(rank: number): number {
    if (this.#histogram) return this.#histogram.valueAtRank(rank);
    this.#sorted ??= Int32Array.from(this.#raw).sort();
    return this.#sorted[rank - 1]!;
  }

  encode(): EncodedValues {
    if (this.#histogram) return { hdr: this.#histogram.encode() };
    return { raw: new Uint8Array(Int32Array.from(this.#raw).buffer).toBase64() };
  }

  static decode(encoded: EncodedValues): Values {
    const values = new Values();
    if ("hdr" in encoded) values.#histogram = Histogram.decode(encoded.hdr);
    else values.#raw = Array.from(new Int32Array(Uint8Array.fromBase64(encoded.raw).buffer));
    return values;
  }

  #parts(): { raw: readonly number[]; histogram: Histogram | undefined } {
    return { raw: this.#raw, histogram: this.#histogram };
  }

  /** From here on a histogram holds the values. */
  #spill(): Histogram {
    this.#histogram ??= new Histogram();
    for (const us of this.#raw) this.#histogram.record(us);
    this.#raw = [];
    this.#sorted = undefined;
    return this.#histogram;
  }
}
