/**
 * Time as the rest of the program sees it: one monotonic clock in milliseconds, and tasks that run
 * at an absolute due time. Everything that waits takes a {@linkcode Clock}, so that tests can run
 * hours in milliseconds on the virtual one.
 */

/** Takes a scheduled task back. Harmless after the task has run. */
export type Cancel = () => void;

/** A monotonic clock, and tasks at its times. */
export interface Clock {
  /** Monotonic time in ms with sub-microsecond steps. The origin is arbitrary. */
  now(): number;
  /** Wall time in ms since the Unix epoch. Only for labels, never for durations. */
  wallMs(): number;
  /** Runs `task` once, at `dueMs` of {@linkcode Clock.now} or as soon after it as possible, never before. */
  at(dueMs: number, task: () => void): Cancel;
}

/** Resolves at `dueMs`; rejects with the signal's reason when it aborts first. */
export function sleepUntil(clock: Clock, dueMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const onAbort = () => {
      cancel();
      reject(signal!.reason);
    };
    const cancel = clock.at(dueMs, () => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    });
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}

/** Resolves after `ms` of the clock; rejects with the signal's reason when it aborts first. */
export function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return sleepUntil(clock, clock.now() + ms, signal);
}
