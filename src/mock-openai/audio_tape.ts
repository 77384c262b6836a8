import type { Pcm } from "../audio/wav.ts";

const LEAST_CAPACITY = 4096;

/**
 * The latest samples of a stream, found by their place on its time line. Whoever writes also trims.
 * They stand in one array that is used again: arrays that outlive a frame, thousands a second, keep
 * the garbage collector busy for longer than all other work takes.
 */
export class AudioTape {
  readonly #sampleRateHz: number;
  readonly #originMs: number;
  #array = new Int16Array(LEAST_CAPACITY);
  /** Of the samples that are kept, in the array. */
  #start = 0;
  #end = 0;
  /** How many samples came before those that are kept. */
  #forgotten = 0;

  /** @param originMs where the first sample stands on the time line. */
  constructor(sampleRateHz: number, originMs: number) {
    this.#sampleRateHz = sampleRateHz;
    this.#originMs = originMs;
  }

  write(samples: Int16Array): void {
    if (this.#end + samples.length > this.#array.length) this.#makeRoom(samples.length);
    this.#array.set(samples, this.#end);
    this.#end += samples.length;
  }

  /** Forgets what lies before this time. */
  trim(beforeMs: number): void {
    const count = Math.min(this.#sampleAt(beforeMs) - this.#forgotten, this.#end - this.#start);
    if (count <= 0) return;
    this.#forgotten += count;
    this.#start += count;
  }

  /** A copy of what is still there of this time. */
  read(fromMs: number, toMs: number): Pcm {
    const place = (ms: number) =>
      Math.max(
        this.#start,
        Math.min(this.#end, this.#start + this.#sampleAt(ms) - this.#forgotten),
      );
    const samples = this.#array.slice(place(fromMs), place(toMs));
    return { samples, sampleRateHz: this.#sampleRateHz };
  }

  /** Moves what is kept to the front, of another array where this one is too small or far too large. */
  #makeRoom(count: number): void {
    const kept = this.#array.subarray(this.#start, this.#end);
    const wanted = Math.max(LEAST_CAPACITY, 2 * (kept.length + count));
    const fits = wanted <= this.#array.length && this.#array.length <= 4 * wanted;
    if (!fits) this.#array = new Int16Array(wanted);
    this.#array.set(kept);
    this.#start = 0;
    this.#end = kept.length;
  }

  #sampleAt(ms: number): number {
    return Math.round((ms - this.#originMs) * this.#sampleRateHz / 1000);
  }
}
