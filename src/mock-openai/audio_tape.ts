import type { Pcm } from "../audio/wav.ts";

/** The latest samples of a stream, found by their place on its time line. Whoever writes also trims. */
export class AudioTape {
  readonly #sampleRateHz: number;
  readonly #originMs: number;
  #pieces: Int16Array[] = [];
  /** How many samples came before the first piece. */
  #forgotten = 0;

  /** @param originMs where the first sample stands on the time line. */
  constructor(sampleRateHz: number, originMs: number) {
    this.#sampleRateHz = sampleRateHz;
    this.#originMs = originMs;
  }

  write(samples: Int16Array): void {
    this.#pieces.push(samples);
  }

  /** Forgets the pieces that lie wholly before this time. */
  trim(beforeMs: number): void {
    const before = this.#sampleAt(beforeMs);
    let count = 0;
    for (const { length } of this.#pieces) {
      if (this.#forgotten + length > before) break;
      this.#forgotten += length;
      count++;
    }
    if (count > 0) this.#pieces = this.#pieces.slice(count);
  }

  /** A copy of what is still there of this time. */
  read(fromMs: number, toMs: number): Pcm {
    const from = Math.max(this.#sampleAt(fromMs), this.#forgotten);
    const to = Math.max(this.#sampleAt(toMs), from);
    let start = this.#forgotten;
    const parts = this.#pieces.map((piece) => {
      const part = piece.subarray(Math.max(0, from - start), Math.max(0, to - start));
      start += piece.length;
      return part;
    });
    return { samples: joined(parts), sampleRateHz: this.#sampleRateHz };
  }

  #sampleAt(ms: number): number {
    return Math.round((ms - this.#originMs) * this.#sampleRateHz / 1000);
  }
}

function joined(parts: readonly Int16Array[]): Int16Array {
  const whole = new Int16Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
