import type { Cancel, Clock } from "../time/clock.ts";

/**
 * Calls `start` for each item at its due time after `originMs`, in their order, and asks for the next
 * item only then: they may be without end. Resolves when all were started, or the signal aborts.
 */
export function startOnTime<T extends { readonly dueMs: number }>(
  clock: Clock,
  originMs: number,
  items: Iterable<T>,
  start: (item: T) => void,
  signal: AbortSignal,
): Promise<void> {
  const iterator = items[Symbol.iterator]();
  const { promise, resolve } = Promise.withResolvers<void>();
  let cancel: Cancel = () => {};
  const arm = () => {
    const next = signal.aborted ? undefined : iterator.next();
    if (!next || next.done) return resolve();
    cancel = clock.at(originMs + next.value.dueMs, () => {
      start(next.value);
      arm();
    });
  };
  const onAbort = () => {
    cancel();
    resolve();
  };
  signal.addEventListener("abort", onAbort, { once: true });
  arm();
  return promise.finally(() => signal.removeEventListener("abort", onAbort));
}
