import type { Clock } from "./clock.ts";
import { PERIOD_MS } from "./loop_watch.ts";
import { WorstSince } from "./worst_since.ts";

/**
 * Says a word to this thread. `onHeard` is called with how many of its own are heard together; who said
 * words before and no longer does is told of none.
 */
export type SayToSelf = (onHeard: (words: number) => void) => void;

/** So much tells nothing: of two words a period each, and what one takes on its way. */
export const GRAIN_MS = 2 * PERIOD_MS + 2;

/**
 * Tells how long what is heard from a socket may have waited there while the thread did something
 * else, or ran timers and listened to nobody. A word that was heard proves that whatever had come
 * before it was said was noticed with it at the latest, and is heard before the next one is: so nothing
 * that is heard came before the last word of the last time but one. The runtime promises no such order;
 * that it keeps it, to a few ms, is what bench/hearing.ts shows. It does not for a word that is said as
 * soon as the one before is heard: those must come at their own times.
 */
export class Hearing {
  /** When the words were said that are still on their way. */
  readonly #said: number[] = [];
  /** When the last of those was said that were heard last, and the last of those before. */
  #lastMs: number;
  #beforeMs: number;
  readonly #waits = new WorstSince();
  /** Made once, not for each word. */
  readonly #onHeard = (words: number) => this.#hear(words);

  /** @param sayToSelf left out, each word is heard at once. */
  constructor(readonly clock: Clock, readonly sayToSelf: SayToSelf = (onHeard) => onHeard(1)) {
    this.#lastMs = this.#beforeMs = clock.now();
  }

  /** Says a word; to be called every {@linkcode PERIOD_MS}. */
  check(): void {
    this.#said.push(this.clock.now());
    this.sayToSelf(this.#onHeard);
  }

  /** How long what is heard at `atMs`, which is now, has waited at most; 0 where that tells nothing. */
  waitedMs(atMs: number): number {
    const waitedMs = atMs - this.#beforeMs;
    return waitedMs > GRAIN_MS ? waitedMs : 0;
  }

  /** The longest that anything may have waited that was heard since `sinceMs`, or is not heard yet. */
  worstMs(sinceMs: number): number {
    return Math.max(this.#waits.lengthMs(sinceMs), this.waitedMs(this.clock.now()));
  }

  #hear(words: number): void {
    const nowMs = this.clock.now();
    const waitedMs = this.waitedMs(nowMs);
    if (waitedMs > 0) this.#waits.note(nowMs, waitedMs);
    this.#beforeMs = this.#lastMs;
    this.#lastMs = this.#said.splice(0, words).at(-1) ?? this.#lastMs;
  }
}
