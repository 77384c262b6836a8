import type { Cancel, Clock } from "../time/clock.ts";

/**
 * Calls `onSilent` when nothing was heard for `limitMs`. Hearing costs a look at the clock, no timer:
 * the one timer runs to the end of the silence that began when it was set.
 */
export class SilenceWatch {
  readonly #clock: Clock;
  readonly #limitMs: number;
  readonly #onSilent: () => void;
  #heardMs: number;
  #cancel: Cancel;

  constructor(clock: Clock, limitMs: number, onSilent: () => void) {
    this.#clock = clock;
    this.#limitMs = limitMs;
    this.#onSilent = onSilent;
    this.#heardMs = clock.now();
    this.#cancel = this.#arm();
  }

  heard(): void {
    this.#heardMs = this.#clock.now();
  }

  stop(): void {
    this.#cancel();
  }

  #arm(): Cancel {
    const dueMs = this.#heardMs + this.#limitMs;
    return this.#clock.at(dueMs, () => {
      if (this.#heardMs + this.#limitMs <= dueMs) return this.#onSilent();
      this.#cancel = this.#arm();
    });
  }
}
