import type { Clock } from "./clock.ts";
import { Hearing, type SayToSelf } from "./hearing.ts";
import { LoopWatch } from "./loop_watch.ts";

/** How far a thread can be trusted with what it does at a time, and with when it hears something. */
export interface Attention {
  /** The longest hold-up of the thread since `sinceMs`: nothing that went on meanwhile is to be trusted. */
  heldMs(sinceMs: number): number;
  /** The longest that anything may have waited to be heard since `sinceMs`. */
  deafMs(sinceMs: number): number;
  /** How long what is heard at `atMs`, which is now, has waited at most. */
  waitedMs(atMs: number): number;
}

/** Of what runs on a clock of its own, which nothing holds up, or is not measured. */
export const UNDIVIDED: Attention = { heldMs: () => 0, deafMs: () => 0, waitedMs: () => 0 };

/** Watches this thread's timers and, by a word to itself every millisecond, its hearing. */
export class ThreadWatch implements Attention, Disposable {
  readonly #hearing: Hearing;
  readonly #loop: LoopWatch;

  /** @param sayToSelf over a socket; left out, timers alone are watched. */
  constructor(clock: Clock, sayToSelf?: SayToSelf) {
    this.#hearing = new Hearing(clock, sayToSelf);
    this.#loop = new LoopWatch(clock, () => this.#hearing.check());
  }

  /** As {@linkcode LoopWatch.look}. */
  look(): void {
    this.#loop.look();
  }

  heldMs(sinceMs: number): number {
    return this.#loop.worstMs(sinceMs);
  }

  deafMs(sinceMs: number): number {
    return this.#hearing.worstMs(sinceMs);
  }

  waitedMs(atMs: number): number {
    return this.#hearing.waitedMs(atMs);
  }

  [Symbol.dispose](): void {
    this.#loop[Symbol.dispose]();
  }
}
