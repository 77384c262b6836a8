import { levelDbfs, SAMPLE_RATE_HZ } from "./pcm.js";

const WINDOW_SAMPLES = SAMPLE_RATE_HZ / 100;
const WINDOW_MS = 10;
/** Speech stands this far over the background, is no softer than this beside its loudest, nor than that. */
const OVER_FLOOR_DB = 12;
const UNDER_PEAK_DB = 28;
const MIN_DBFS = -50;
/** However loud the background seems: a person who never pauses is not their own background. */
const MAX_FLOOR_DBFS = -40;
/** The background is the quietest of this many ms, the peak the loudest: known after the first pause. */
const MEMORY_MS = 3000;

/**
 * When the person last spoke, by the loudness of 10 ms windows over that of the background. It is a
 * listener of its own: the service's verdict comes later, and how much later is what is measured.
 */
export class SpeechEnd {
  /** When the last loud window ended. @type {number | undefined} */
  lastLoudMs;
  /** @type {number[]} */
  #recentDbfs = [];
  #wasLoud = false;

  /**
   * @param {Float32Array} frame of 24 kHz
   * @param {number} endMs when its last sample was captured
   */
  push(frame, endMs) {
    const windows = Math.floor(frame.length / WINDOW_SAMPLES);
    for (let i = 0; i < windows; i++) {
      const window = frame.subarray(i * WINDOW_SAMPLES, (i + 1) * WINDOW_SAMPLES);
      this.#judge(levelDbfs(window), endMs - (windows - 1 - i) * WINDOW_MS);
    }
  }

  /** @param {number} dbfs @param {number} endMs */
  #judge(dbfs, endMs) {
    this.#recentDbfs.push(dbfs);
    if (this.#recentDbfs.length > MEMORY_MS / WINDOW_MS) this.#recentDbfs.shift();
    const floor = Math.min(MAX_FLOOR_DBFS, ...this.#recentDbfs);
    const peak = Math.max(...this.#recentDbfs);
    const isLoud = dbfs > Math.max(MIN_DBFS, floor + OVER_FLOOR_DB, peak - UNDER_PEAK_DB);
    // One window alone is a click.
    if (isLoud && this.#wasLoud) this.lastLoudMs = endMs;
    this.#wasLoud = isLoud;
  }
}
