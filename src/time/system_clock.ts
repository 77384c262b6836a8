import type { Cancel, Clock } from "./clock.ts";
import { NativeTimer } from "./native_timer.ts";
import type { MakeTimer, Timer } from "./timer.ts";
import { TimerQueue } from "./timer_queue.ts";

/**
 * Tasks run at most this long in one go. Beyond it sockets and messages get their turn: a thread that
 * is behind would else never again hear that it should stop.
 */
const PASS_MS = 5;

/**
 * The real clock. All tasks of a thread share one timer, armed for the earliest due time: a
 * thousand clients at 50 frames a second cost one timer a millisecond, not a thousand timers.
 */
export class SystemClock implements Clock {
  #queue = new TimerQueue();
  readonly #timer: Timer;
  #armedForMs = Infinity;

  /** @param makeTimer what it waits with. */
  constructor(makeTimer: MakeTimer = (wake) => new NativeTimer(wake)) {
    this.#timer = makeTimer(() => this.#fire());
  }

  now(): number {
    return performance.now();
  }

  wallMs(): number {
    return Date.now();
  }

  at(dueMs: number, task: () => void): Cancel {
    const cancelTask = this.#queue.add(dueMs, task);
    this.#arm();
    return () => {
      cancelTask();
      // Nothing left to do: a timer that stays armed would keep the process alive.
      if (this.#queue.nextDueMs === Infinity) this.#disarm();
    };
  }

  #arm(): void {
    const dueMs = this.#queue.nextDueMs;
    if (dueMs >= this.#armedForMs || dueMs === Infinity) return;
    this.#armedForMs = dueMs;
    this.#timer.arm(dueMs);
  }

  #disarm(): void {
    this.#timer.disarm();
    this.#armedForMs = Infinity;
  }

  #fire(): void {
    // While tasks run, those they add need no timer yet: the next one is armed once, at the end.
    this.#armedForMs = -Infinity;
    const endMs = this.now() + PASS_MS;
    try {
      for (let nowMs = this.now(); nowMs < endMs; nowMs = this.now()) {
        const task = this.#queue.takeDue(nowMs);
        if (!task) break;
        task();
      }
    } finally {
      this.#armedForMs = Infinity;
      this.#arm();
    }
  }
}

/** The clock of this thread. Share it: each instance owns a timer. */
export const systemClock: Clock = new SystemClock();
