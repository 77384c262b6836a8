import type { Endpoints } from "./job.ts";

/** For the message to reach every worker before the moment comes. */
const LEAD_MS = 20;

/** What all parties are told. */
export interface Start {
  /** In ms since the epoch, on the monotonic clock: each thread's own begins with the thread. */
  readonly atEpochMs: number;
  /** How to dial, where one of them has found out. */
  readonly endpoints?: Endpoints;
}

/**
 * Called by each party when it is ready, with what it has found out; resolves when all are. Resolves at
 * once when the signal aborts: there is nothing left to wait for.
 */
export type Barrier = (learnt: Endpoints | undefined, signal: AbortSignal) => Promise<Start>;

/** A barrier for so many parties. */
export function startTogether(parties: number): Barrier {
  const { promise, resolve } = Promise.withResolvers<Start>();
  let missing = parties;
  let endpoints: Endpoints | undefined;
  const release = () => {
    const atEpochMs = performance.timeOrigin + performance.now() + LEAD_MS;
    resolve({ atEpochMs, ...(endpoints && { endpoints }) });
  };
  return (learnt, signal) => {
    endpoints ??= learnt;
    if (--missing === 0 || signal.aborted) release();
    signal.addEventListener("abort", release, { once: true });
    return promise.finally(() => signal.removeEventListener("abort", release));
  };
}
