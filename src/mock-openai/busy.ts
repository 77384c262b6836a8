/** Counts what a server is still at: requests being answered, open sockets. */
export class Busy {
  #count = 0;
  #onNone = () => {};

  async until(end: Promise<unknown>): Promise<void> {
    this.#count++;
    await end.catch(() => {});
    if (--this.#count === 0) this.#onNone();
  }

  /** Resolves when nothing is left, or when `signal` aborts. */
  over(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    if (this.#count === 0 || signal.aborted) resolve();
    this.#onNone = resolve;
    signal.addEventListener("abort", () => resolve(), { once: true });
    return promise;
  }
}
