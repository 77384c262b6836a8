/** As long as a bridge, unless told otherwise, keeps a connection on which nothing passes. */
const PATIENCE_MS = 5 * 60_000;

/**
 * Whether anybody is there. The microphone of an abandoned page goes on sending silence, muted too, so
 * the bridge cannot tell, and the service bills it.
 */
export class Presence {
  #lastMs;

  /** @param {number} nowMs */
  constructor(nowMs) {
    this.#lastMs = nowMs;
  }

  /** Somebody spoke, or was spoken to. @param {number} atMs */
  note(atMs) {
    this.#lastMs = Math.max(this.#lastMs, atMs);
  }

  /** @param {number} nowMs */
  isOver(nowMs) {
    return nowMs - this.#lastMs > PATIENCE_MS;
  }
}
