/** Two clocks drift apart by some 50 ppm: an offset is believed for this long. */
const BUCKET_MS = 5000;

/**
 * Tells when captured audio came in on the page's clock (`performance.now()`), from times of the audio
 * context's clock. Messages are delayed at random and never early: the least delay counts.
 */
export class AudioClock {
  #bucketStartMs = -Infinity;
  #least = Infinity;
  #leastBefore = Infinity;

  /** Audio that ended at `endS` was received at `nowMs`. @param {number} endS @param {number} nowMs */
  observe(endS, nowMs) {
    if (nowMs - this.#bucketStartMs > BUCKET_MS) {
      this.#bucketStartMs = nowMs;
      this.#leastBefore = this.#least;
      this.#least = Infinity;
    }
    this.#least = Math.min(this.#least, nowMs - endS * 1000);
  }

  /** @param {number} atS */
  toMs(atS) {
    return atS * 1000 + Math.min(this.#least, this.#leastBefore);
  }
}
