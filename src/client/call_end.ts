import type { SessionOutcome } from "./record.ts";

/** Thrown into a scenario's steps when the call is over; `outcome` says why. */
export class HungUp extends Error {
  override readonly name = "HungUp";

  constructor(readonly outcome: SessionOutcome) {
    super(`the call is over: ${outcome}`);
  }
}

/** The end of a call, which may come at any time and does so once. */
export class CallEnd {
  readonly #over = new AbortController();

  /** Aborts with a {@linkcode HungUp}, or with what the call failed with. */
  get signal(): AbortSignal {
    return this.#over.signal;
  }

  hangUp(outcome: SessionOutcome): void {
    this.fail(new HungUp(outcome));
  }

  /** Ends the call with this error: whatever waits rejects with it. */
  fail(error: Error): void {
    if (!this.signal.aborted) this.#over.abort(error);
  }

  /** The promise's value; rejects as the signal does when the call is over first. */
  unlessOver<T>(promise: Promise<T>): Promise<T> {
    const { signal } = this;
    const { promise: over, reject } = Promise.withResolvers<never>();
    const onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    return Promise.race([promise, over]).finally(() =>
      signal.removeEventListener("abort", onAbort)
    );
  }
}
