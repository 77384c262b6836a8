import type { Cancel, Clock } from "./clock.ts";
import { WorstSince } from "./worst_since.ts";

/** Each look costs a timer; a hold-up may be told as longer than it was by this. */
export const PERIOD_MS = 1;
/** A look that is no later than this is late by the timers' own granularity. */
const NOTED_MS = 2;

/**
 * Notices when this thread was held up, whatever held it: a timer that should have run and did not is
 * proof that nothing else did. What went on meanwhile is the thread's fault, not the target's. A step of
 * the wall clock against the monotonic one counts as a hold-up of its length: the machine slept, or
 * somebody set the clock, and what the two sides say of that time cannot be compared.
 */
export class LoopWatch implements Disposable {
  #lastLookMs: number;
  #wallAheadMs: number;
  #cancel: Cancel = () => {};
  readonly #holdUps = new WorstSince();
  /** Made once, not for each tick. */
  readonly #tick = () => this.#onTime();

  /** @param onTick called every {@linkcode PERIOD_MS} where nothing holds it up. */
  constructor(readonly clock: Clock, readonly onTick: () => void = () => {}) {
    this.#lastLookMs = clock.now();
    this.#wallAheadMs = clock.wallMs() - clock.now();
    this.#arm();
  }

  /**
   * The longest hold-up since `sinceMs`, one that is still going on included; 0 where there was none.
   * Never shorter than it was.
   */
  worstMs(sinceMs: number): number {
    return Math.max(this.#holdUps.lengthMs(sinceMs), this.#heldMs(this.clock.now()));
  }

  /** The thread is free now. Whoever runs between two looks, and may take long, tells more exactly since when. */
  look(): void {
    const nowMs = this.clock.now();
    const heldMs = this.#heldMs(nowMs);
    if (heldMs > 0) this.#holdUps.note(nowMs, heldMs);
    this.#lastLookMs = nowMs;
  }

  [Symbol.dispose](): void {
    this.#cancel();
  }

  /** By how much the wall clock has moved against the monotonic one since the last tick. */
  #stepMs(nowMs: number): number {
    const wallAheadMs = this.clock.wallMs() - nowMs;
    const stepMs = Math.abs(wallAheadMs - this.#wallAheadMs);
    this.#wallAheadMs = wallAheadMs;
    return stepMs;
  }

  /** A look that is late was held up at some moment after the last one: from right after it, perhaps. */
  #heldMs(nowMs: number): number {
    const sinceMs = nowMs - this.#lastLookMs;
    return sinceMs > PERIOD_MS + NOTED_MS ? sinceMs : 0;
  }

  #arm(): void {
    this.#cancel = this.clock.at(this.#lastLookMs + PERIOD_MS, this.#tick);
  }

  #onTime(): void {
    this.look();
    const nowMs = this.clock.now();
    const stepMs = this.#stepMs(nowMs);
    if (stepMs > NOTED_MS) this.#holdUps.note(nowMs, stepMs);
    this.onTick();
    this.#arm();
  }
}
