import { utf8Length } from "./utf8_length.ts";

/** How much may wait for a leg to open. */
export interface QueueLimits {
  readonly frames: number;
  /** UTF-8 bytes of all waiting frames together. */
  readonly bytes: number;
}

/** A bounded first-in-first-out queue of text frames. */
export class FrameQueue {
  readonly #limits: QueueLimits;
  #frames: string[] = [];
  #bytes = 0;

  constructor(limits: QueueLimits) {
    this.#limits = limits;
  }

  /** Adds a frame; false, and nothing added, when it does not fit. */
  add(frame: string): boolean {
    const bytes = this.#bytes + utf8Length(frame);
    if (this.#frames.length >= this.#limits.frames || bytes > this.#limits.bytes) return false;
    this.#frames.push(frame);
    this.#bytes = bytes;
    return true;
  }

  /** Empties the queue and returns what it held, oldest first. */
  takeAll(): readonly string[] {
    const frames = this.#frames;
    this.#frames = [];
    this.#bytes = 0;
    return frames;
  }
}
