import { Histogram } from "./histogram.ts";

/** Up to this many values are kept as they are; more go into a histogram. */
export const RAW_LIMIT = 50_000;

/** Either every value (base64 of 32-bit little-endian µs) or, where they are too many, a histogram. */
export type EncodedValues = { readonly raw: string } | { readonly hdr: string };

/** A multiset of whole microseconds, 0 to 600 s, that answers by rank. */
export class Values {
  #raw: number[] = [];
  #sorted: Int32Array | undefined;
  /** There exactly when the values are over the limit or came in one, which no order of merging changes. */
  #histogram: Histogram | undefined;

  /** Takes a value so many times. */
  record(us: number, times = 1): void {
    const isOver = this.#raw.length + times > RAW_LIMIT;
    if (this.#histogram || isOver) return this.#spill().record(us, times);
    for (let i = 0; i < times; i++) this.#raw.push(us);
    this.#sorted = undefined;
  }

  /** Takes the other's values in. */
  add(other: Values): void {
    if (other.#histogram) this.#spill().add(other.#histogram);
    for (const us of other.#raw) this.record(us);
  }

  /** The value of this 1-based rank: itself while all are kept, else up to 0.1 % above it. */
  valueAtRank(rank: number): number {
    if (this.#histogram) return this.#histogram.valueAtRank(rank);
    this.#sorted ??= Int32Array.from(this.#raw).sort();
    return this.#sorted[rank - 1]!;
  }

  /** @param rawLimit more values than this are encoded as a histogram. */
  encode(rawLimit = RAW_LIMIT): EncodedValues {
    if (this.#histogram) return { hdr: this.#histogram.encode() };
    if (this.#raw.length > rawLimit) return { hdr: this.#toHistogram().encode() };
    return { raw: new Uint8Array(Int32Array.from(this.#raw).buffer).toBase64() };
  }

  static decode(encoded: EncodedValues): Values {
    const values = new Values();
    if ("hdr" in encoded) values.#histogram = Histogram.decode(encoded.hdr);
    else values.#raw = Array.from(new Int32Array(Uint8Array.fromBase64(encoded.raw).buffer));
    return values;
  }

  /** From here on a histogram holds the values. */
  #spill(): Histogram {
    this.#histogram ??= this.#toHistogram();
    this.#raw = [];
    this.#sorted = undefined;
    return this.#histogram;
  }

  #toHistogram(): Histogram {
    const histogram = new Histogram();
    for (const us of this.#raw) histogram.record(us);
    return histogram;
  }
}
