import { epochMs } from "../time/epoch.ts";
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

/** Chooses when to start, once all are ready: as {@linkcode Start}. Must not reject. */
export type Moment = () => Promise<number>;

const soon: Moment = () => Promise.resolve(epochMs() + LEAD_MS);

/** A barrier for so many parties. */
export function startTogether(parties: number, moment: Moment = soon): Barrier {
  const { promise, resolve } = Promise.withResolvers<Start>();
  let missing = parties;
  let endpoints: Endpoints | undefined;
  const release = async (when: Moment) => {
    const atEpochMs = await when();
    resolve({ atEpochMs, ...(endpoints && { endpoints }) });
  };
  const onAbort = () => release(soon);
  return (learnt, signal) => {
    endpoints ??= learnt;
    if (signal.aborted) onAbort();
    else if (--missing === 0) release(moment);
    signal.addEventListener("abort", onAbort, { once: true });
    return promise.finally(() => signal.removeEventListener("abort", onAbort));
  };
}
