import type { Pcm } from "../audio/wav.ts";

const NOTHING = new Int16Array();
/** Of the array at first: room for a usual turn, so that few sessions ever need another one. */
const USUAL_MS = 6000;

/**
 * The latest samples of a stream, found by their place on its time line. Whoever writes also trims.
 * They stand in one array that is used again: arrays that outlive a frame, thousands a second, keep
 * the garbage collector busy for longer than all other work takes.
 */
export class AudioTape {
  readonly #sampleRateHz: number;
  readonly #originMs: number;
  #array = NOTHING;
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

  /** What is still there of this time: a view, good until the next write. */
  read(fromMs: number, toMs: number): Pcm {
    const place = (ms: number) =>
      Math.max(
        this.#start,
        Math.min(this.#end, this.#start + this.#sampleAt(ms) - this.#forgotten),
      );
    const samples = this.#array.subarray(place(fromMs), place(toMs));
    return { samples, sampleRateHz: this.#sampleRateHz };
  }

  /** Moves what is kept to the front, of another array where this one is too small or far too large. */
  #makeRoom(count: number): void {
    const kept = this.#array.subarray(this.#start, this.#end);
    const needed = kept.length + count;
    const usual = this.#sampleRateHz * USUAL_MS / 1000;
    // With less than a quarter to spare it would be moved again and again.
    const tooSmall = needed > this.#array.length * 3 / 4;
    const tooLarge = this.#array.length > Math.max(usual, 8 * needed);
    if (tooSmall || tooLarge) this.#array = new Int16Array(Math.max(usual, 2 * needed));
    this.#array.set(kept);
    this.#start = 0;
    this.#end = kept.length;
  }

  #sampleAt(ms: number): number {
    return Math.round((ms - this.#originMs) * this.#sampleRateHz / 1000);
  }
}
