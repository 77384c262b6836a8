import type { Cancel, Clock } from "../time/clock.ts";

/** A clock whose outstanding tasks can be taken back at once, when their owner ends. */
export class ScopedClock implements Clock {
  readonly #clock: Clock;
  readonly #pending = new Set<Cancel>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  now(): number {
    return this.#clock.now();
  }

  wallMs(): number {
    return this.#clock.wallMs();
  }

  at(dueMs: number, task: () => void): Cancel {
    const cancelTask = this.#clock.at(dueMs, () => {
      this.#pending.delete(cancel);
      task();
    });
    const cancel = () => {
      this.#pending.delete(cancel);
      cancelTask();
    };
    this.#pending.add(cancel);
    return cancel;
  }

  cancelAll(): void {
    for (const cancel of this.#pending) cancel();
  }
}
