import type { SemanticVad } from "../protocol/events.ts";

type Eagerness = NonNullable<SemanticVad["eagerness"]>;

/** The longest wait of each eagerness, in ms of silence. */
const MAX_WAIT_MS: Readonly<Record<Eagerness, number>> = {
  low: 8000,
  medium: 4000,
  high: 2000,
  auto: 4000,
};

/** A stretch shorter than this is an "um" or a "well" as often as an answer. */
const SENTENCE_MS = 800;
/** A voice that has come to an end is so much softer in its last moments than on the whole. */
const FALL_DB = 4;
const LAST_WINDOWS = 6;

/**
 * The speech since the last pause, and how finished it sounds: an approximation of `semantic_vad` by
 * length and loudness alone. The service judges the words; here a stretch seems finished that was
 * long enough for a sentence and got softer at its end.
 */
export class SpeechStretch {
  readonly #windowMs: number;
  #windows = 0;
  #sumDbfs = 0;
  readonly #lastDbfs: number[] = [];

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  addLoudWindow(levelDbfs: number): void {
    this.#windows++;
    this.#sumDbfs += levelDbfs;
    this.#lastDbfs.push(levelDbfs);
    if (this.#lastDbfs.length > LAST_WINDOWS) this.#lastDbfs.shift();
  }

  /**
   * How much silence after it ends the turn. Both signs: an eighth of the longest wait; one: a
   * quarter; none: all of it.
   */
  silenceMs(eagerness: Eagerness): number {
    const long = this.#windows * this.#windowMs >= SENTENCE_MS;
    const lastDbfs = this.#lastDbfs.reduce((sum, level) => sum + level, 0) / this.#lastDbfs.length;
    const falling = this.#sumDbfs / this.#windows - lastDbfs >= FALL_DB;
    const share = long && falling ? 1 / 8 : long || falling ? 1 / 4 : 1;
    return MAX_WAIT_MS[eagerness] * share;
  }
}
