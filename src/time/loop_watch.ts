import type { Cancel, Clock } from "./clock.ts";

/** Each look costs a timer and a word; a hold-up may be told as longer than it was by what they take and this. */
const PERIOD_MS = 5;
/** A look that is no later than this is late by the timers' own granularity. */
const NOTED_MS = 2;

/** Says a word to this thread, and calls back when it is heard. */
export type SayToSelf = (onHeard: () => void) => void;

interface Stall {
  readonly endMs: number;
  readonly lengthMs: number;
}

/**
 * Notices when this thread was held up, whatever held it: a timer that should have run and did not is
 * proof that nothing else did. With a word over a socket it notices as well when timers ran and nobody
 * listened. Figures taken meanwhile are the thread's fault, not the target's. A step of the wall clock
 * against the monotonic one counts as a hold-up of its length: the machine slept, or somebody set the
 * clock, and what the two sides say of that time cannot be compared.
 */
export class LoopWatch implements Disposable {
  #lastLookMs: number;
  #wallAheadMs: number;
  #cancel: Cancel = () => {};
  /** By their ends, each shorter than the one before: the worst since a time is the first after it. */
  #stalls: Stall[] = [];
  #isOver = false;
  /** Made once, not for each look. */
  readonly #onHeard = () => this.#look();
  readonly #speak = () => this.sayToSelf(this.#onHeard);

  /** @param sayToSelf left out, timers alone are watched. */
  constructor(readonly clock: Clock, readonly sayToSelf: SayToSelf = (onHeard) => onHeard()) {
    this.#lastLookMs = clock.now();
    this.#wallAheadMs = clock.wallMs() - clock.now();
    this.#arm();
  }

  /**
   * The longest hold-up since `sinceMs`, one that is still going on included; 0 where there was none.
   * Never shorter than it was.
   */
  worstMs(sinceMs: number): number {
    const past = this.#stalls.find(({ endMs }) => endMs >= sinceMs);
    return Math.max(past?.lengthMs ?? 0, this.#heldMs(this.clock.now()));
  }

  [Symbol.dispose](): void {
    this.#isOver = true;
    this.#cancel();
  }

  /** By how much the wall clock has moved against the monotonic one since the last look. */
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
    this.#cancel = this.clock.at(this.#lastLookMs + PERIOD_MS, this.#speak);
  }

  #look(): void {
    if (this.#isOver) return;
    const nowMs = this.clock.now();
    const lengthMs = Math.max(this.#heldMs(nowMs), this.#stepMs(nowMs));
    if (lengthMs > NOTED_MS) this.#note({ endMs: nowMs, lengthMs });
    this.#lastLookMs = nowMs;
    this.#arm();
  }

  /** Whoever asks for a shorter one before it asks for this one too. */
  #note(stall: Stall): void {
    while ((this.#stalls.at(-1)?.lengthMs ?? Infinity) <= stall.lengthMs) this.#stalls.pop();
    this.#stalls.push(stall);
  }
}
