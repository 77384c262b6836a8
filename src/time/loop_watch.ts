import type { Cancel, Clock } from "./clock.ts";

/** Each look costs a timer; a hold-up is seen to within this time. */
const PERIOD_MS = 10;
/** Shorter ones are the timers' own granularity. */
const NOTED_MS = 5;
const MOST_NOTED = 1000;

/**
 * Notices when this thread was held up, whatever held it: a timer that should have run and did not is
 * proof that nothing else did. Figures taken meanwhile are the thread's fault, not the target's. A step
 * of the wall clock against the monotonic one counts as a hold-up of its length: the machine slept, or
 * somebody set the clock, and what the two sides say of that time cannot be compared.
 */
export class LoopWatch implements Disposable {
  #dueMs: number;
  #wallAheadMs: number;
  #cancel: Cancel = () => {};
  /** The latest hold-ups: when each ended and how long it was. */
  #stalls: { readonly endMs: number; readonly lengthMs: number }[] = [];

  constructor(readonly clock: Clock) {
    this.#dueMs = clock.now() + PERIOD_MS;
    this.#wallAheadMs = clock.wallMs() - clock.now();
    this.#arm();
  }

  /** The longest hold-up since `sinceMs`, one that is still going on included; 0 where there was none. */
  worstMs(sinceMs: number): number {
    const nowMs = this.clock.now();
    return this.#stalls
      .filter(({ endMs }) => endMs >= sinceMs)
      .reduce((worst, { lengthMs }) => Math.max(worst, lengthMs), Math.max(0, nowMs - this.#dueMs));
  }

  [Symbol.dispose](): void {
    this.#cancel();
  }

  /** By how much the wall clock has moved against the monotonic one since the last look. */
  #stepMs(nowMs: number): number {
    const wallAheadMs = this.clock.wallMs() - nowMs;
    const stepMs = Math.abs(wallAheadMs - this.#wallAheadMs);
    this.#wallAheadMs = wallAheadMs;
    return stepMs;
  }

  #arm(): void {
    this.#cancel = this.clock.at(this.#dueMs, () => this.#look());
  }

  #look(): void {
    const nowMs = this.clock.now();
    const lengthMs = Math.max(nowMs - this.#dueMs, this.#stepMs(nowMs));
    if (lengthMs > NOTED_MS) this.#stalls.push({ endMs: nowMs, lengthMs });
    if (this.#stalls.length > MOST_NOTED) this.#stalls.shift();
    this.#dueMs = nowMs + PERIOD_MS;
    this.#arm();
  }
}
