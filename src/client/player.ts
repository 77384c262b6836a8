/** Loud enough to be heard: −50 dBFS over 20 ms, as a squared amplitude of full scale 1. */
const AUDIBLE_POWER = 10 ** (-50 / 10);
const AUDIBLE_MS = 20;

/**
 * A virtual player without a jitter buffer: it plays each chunk of the reply as it arrives, or when
 * the one before has ended, and keeps account of what a listener would hear. Audio is 16-bit mono.
 */
export class VirtualPlayer {
  /** When the last sample received so far will have been played; `-Infinity` before the first. */
  playEndMs = -Infinity;
  audioMs = 0;
  /** Times at which the player had nothing to play although the reply went on. */
  underruns = 0;
  underrunWorstMs = 0;
  underrunTotalMs = 0;
  /** When the first audible sample plays. */
  audibleAtMs: number | undefined;
  #onset = new AudibleOnset();
  readonly #samplesPerMs: number;

  constructor(sampleRateHz: number) {
    this.#samplesPerMs = sampleRateHz / 1000;
  }

  /** Whether the samples of further chunks matter, not only their length. */
  get listening(): boolean {
    return this.audibleAtMs === undefined;
  }

  /** How much of the reply has been heard at `atMs`. */
  heardMs(atMs: number): number {
    return this.audioMs - Math.max(0, this.playEndMs - atMs);
  }

  /**
   * Takes a chunk that arrived at `atMs`. `pcm` (little-endian) is read only while {@linkcode listening}.
   *
   * @returns whether it was waited for: any other plays when it would have played had it come sooner.
   */
  receive(atMs: number, byteLength: number, pcm: () => Uint8Array): boolean {
    this.#starve(atMs);
    const isAwaited = atMs > this.playEndMs;
    const startMs = Math.max(atMs, this.playEndMs);
    if (this.listening) {
      const onsetMs = this.#onset.feed(pcm(), this.#samplesPerMs);
      // Before the chunk's start when the onset began in the chunk before: it played gaplessly.
      if (onsetMs !== undefined) this.audibleAtMs = startMs + onsetMs;
    }
    const chunkMs = byteLength / 2 / this.#samplesPerMs;
    this.audioMs += chunkMs;
    this.playEndMs = startMs + chunkMs;
    return isAwaited;
  }

  #starve(atMs: number): void {
    const gapMs = atMs - this.playEndMs;
    if (!(gapMs > 0) || this.playEndMs === -Infinity) return;
    // What was heard before the gap does not go on after it.
    this.#onset = new AudibleOnset();
    this.underruns++;
    this.underrunTotalMs += gapMs;
    this.underrunWorstMs = Math.max(this.underrunWorstMs, gapMs);
  }
}

/** Finds the first millisecond that is audible and begins 20 ms of audible mean power. */
class AudibleOnset {
  /** Energy of the last up to 20 whole milliseconds. */
  #energies: number[] = [];
  /** The start of a millisecond that a chunk border cut. */
  #partial = { energy: 0, samples: 0 };

  /** @returns the onset in ms from the start of this chunk, negative when it lies in an earlier one. */
  feed(pcm: Uint8Array, samplesPerMs: number): number | undefined {
    const view = new DataView(pcm.buffer, pcm.byteOffset, pcm.byteLength);
    for (let i = 0; i + 1 < pcm.byteLength; i += 2) {
      const amplitude = view.getInt16(i, true) / 32768;
      this.#partial.energy += amplitude * amplitude;
      if (++this.#partial.samples < samplesPerMs) continue;
      this.#energies.push(this.#partial.energy);
      this.#partial = { energy: 0, samples: 0 };
      if (this.#energies.length > AUDIBLE_MS) this.#energies.shift();
      if (this.#isAudible(samplesPerMs)) return (i / 2 + 1) / samplesPerMs - AUDIBLE_MS;
    }
    return undefined;
  }

  #isAudible(samplesPerMs: number): boolean {
    const [first] = this.#energies;
    if (first === undefined || this.#energies.length < AUDIBLE_MS) return false;
    const energy = this.#energies.reduce((a, b) => a + b);
    const limit = AUDIBLE_POWER * samplesPerMs;
    return first > limit && energy / AUDIBLE_MS > limit;
  }
}
