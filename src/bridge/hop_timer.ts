import type { Clock } from "../time/clock.ts";

/**
 * Times frames that pass through the relay in one direction. What may pass does so within the call that
 * received it, so that one frame at a time is under way here.
 */
export class HopTimer {
  readonly #clock: Clock;
  readonly #onHop: (ms: number) => void;
  #frame: string | undefined;
  #inMs = 0;

  constructor(clock: Clock, onHop: (ms: number) => void) {
    this.#clock = clock;
    this.#onHop = onHop;
  }

  /** One leg received a frame. */
  in(frame: string): void {
    this.#frame = frame;
    this.#inMs = this.#clock.now();
  }

  /** The other leg's socket was given a frame: the same, or one of the bridge's own. */
  out(frame: string): void {
    if (frame !== this.#frame) return;
    this.#frame = undefined;
    this.#onHop(this.#clock.now() - this.#inMs);
  }

  /** Forgets a frame that did not pass at once: it waits for a leg to open, which is not our time. */
  clear(): void {
    this.#frame = undefined;
  }
}
