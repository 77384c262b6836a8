import { type Clock, sleep } from "../time/clock.ts";

/** A message on its way; of two with the same id the receiver keeps one. */
export interface Letter {
  readonly subject: string;
  readonly id: string;
  readonly data: Uint8Array;
}

const RETRY_MS = 500;

/** Delivers letters in their order, each until it is confirmed: what cannot be delivered waits. */
export class Outbox {
  readonly #letters: Letter[] = [];
  readonly #stop = new AbortController();
  #delivery: Promise<void> | undefined;

  /** @param send rejects when it is not known to have arrived */
  constructor(readonly clock: Clock, readonly send: (letter: Letter) => Promise<void>) {}

  add(letter: Letter): void {
    this.#letters.push(letter);
    this.#delivery ??= this.#deliver();
  }

  /** Resolves when all are confirmed, or gives up after so long; with the number of those that are not. */
  async flush(limitMs: number): Promise<number> {
    const limit = this.clock.at(this.clock.now() + limitMs, () => this.#stop.abort());
    await this.#delivery;
    limit();
    return this.#letters.length;
  }

  async #deliver(): Promise<void> {
    const { signal } = this.#stop;
    while (this.#letters.length > 0 && !signal.aborted) {
      const isConfirmed = await this.send(this.#letters[0]!).then(() => true, () => false);
      if (isConfirmed) this.#letters.shift();
      else await sleep(this.clock, RETRY_MS, signal).catch(() => {});
    }
    // In the same step that saw that nothing is left: what comes after it begins anew.
    this.#delivery = undefined;
  }
}
