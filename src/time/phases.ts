import type { Clock } from "./clock.ts";

/** Times successive phases: each lasts from the end of the one before. */
export class Phases<Name extends string> {
  readonly #clock: Clock;
  #lastMs: number;
  #ms: { [name in Name]?: number } = {};

  /** The first phase starts now. */
  constructor(clock: Clock) {
    this.#clock = clock;
    this.#lastMs = clock.now();
  }

  /** What each phase that has ended took, in ms. */
  get ms(): { readonly [name in Name]?: number } {
    return { ...this.#ms };
  }

  /** @returns the time at which the phase ended. */
  end(phase: Name): number {
    const nowMs = this.#clock.now();
    this.#ms[phase] = nowMs - this.#lastMs;
    return this.#lastMs = nowMs;
  }
}
