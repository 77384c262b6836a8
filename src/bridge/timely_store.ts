import type { Clock } from "../time/clock.ts";
import type { UsageStore } from "./usage_store.ts";

/** Who waits for the store is a caller at the door. */
const TIMEOUT_MS = 2_000;

/**
 * A store that rejects where another one keeps silent. What was given up may still be done: it is for
 * batches, which a store takes once, and for reading.
 */
export function timelyStore(store: UsageStore, clock: Clock): UsageStore {
  const inTime = async <T>(work: Promise<T>): Promise<T> => {
    const { promise: tooLate, reject } = Promise.withResolvers<never>();
    const timeout = () => reject(new Error(`the store did not answer in ${TIMEOUT_MS / 1000} s`));
    const cancel = clock.at(clock.now() + TIMEOUT_MS, timeout);
    return await Promise.race([work, tooLate]).finally(cancel);
  };
  return {
    kind: store.kind,
    add: (batch) => inTime(store.add(batch)),
    read: (day, user) => inTime(store.read(day, user)),
    close: () => store.close(),
  };
}
