import type { Cancel, Clock } from "./clock.ts";
import { NativeTimer } from "./native_timer.ts";
import { SystemClock } from "./system_clock.ts";

/**
 * The real clock, for a process that has to be ready at once: it waits with `AbortSignal.timeout`. The
 * first `setTimeout` makes the runtime load Node's timers, 6 ms; this takes 0.4. Each wait costs more,
 * and one that is cancelled lingers, without effect, until it would have been over: for who waits
 * seldom.
 */
export const lightClock: Clock = new SystemClock((wake) => new NativeTimer(wake, startTimer));

function startTimer(task: () => void, delayMs: number): Cancel {
  const signal = AbortSignal.timeout(delayMs);
  signal.addEventListener("abort", task);
  // Without a listener the runtime does not wait for it either.
  return () => signal.removeEventListener("abort", task);
}
