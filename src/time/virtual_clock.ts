import type { Cancel, Clock } from "./clock.ts";
import { TimerQueue } from "./timer_queue.ts";

/** How often the microtask queue is drained after each task: enough for long promise chains. */
const SETTLE_ROUNDS = 50;

/** A clock that stands still until a test moves it. */
export class VirtualClock implements Clock {
  #queue = new TimerQueue();
  #nowMs: number;
  readonly #wallOffsetMs: number;
  #advanced: Promise<void> = Promise.resolve();

  constructor(startMs = 0, wallMs: number = Date.UTC(2026, 0, 1)) {
    this.#nowMs = startMs;
    this.#wallOffsetMs = wallMs - startMs;
  }

  now(): number {
    return this.#nowMs;
  }

  wallMs(): number {
    return this.#nowMs + this.#wallOffsetMs;
  }

  at(dueMs: number, task: () => void): Cancel {
    return this.#queue.add(dueMs, task);
  }

  /**
   * Lets `ms` pass: runs each task that comes due, at its own time, with promises settled between.
   * To be awaited; a call that comes before the one before it is done takes its turn after it.
   */
  advance(ms: number): Promise<void> {
    const advanced = this.#advanced.then(() => this.#pass(ms));
    this.#advanced = advanced.catch(() => {});
    return advanced;
  }

  async #pass(ms: number): Promise<void> {
    const endMs = this.#nowMs + ms;
    await settle();
    while (this.#queue.nextDueMs <= endMs) {
      this.#nowMs = Math.max(this.#nowMs, this.#queue.nextDueMs);
      this.#queue.takeDue(this.#nowMs)!();
      await settle();
    }
    this.#nowMs = endMs;
  }
}

async function settle(): Promise<void> {
  for (let i = 0; i < SETTLE_ROUNDS; i++) await Promise.resolve();
}
