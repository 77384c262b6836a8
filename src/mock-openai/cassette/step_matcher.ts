import type { Step } from "./ear.ts";

/** How far ahead a step is looked for that is not the one expected. */
const LOOK_AHEAD = 3;

/** What a step of the client means for the recording. */
export interface Matched {
  /** Index of the recorded step that it is; `undefined` where it is none. */
  readonly index: number | undefined;
  /** Where the client left the recording with it, as a clause. */
  readonly departure?: string;
}

/**
 * Follows a client through the steps that were recorded. It may leave steps out and do others
 * besides: what it does is looked for a little way ahead, and is ignored where it is not found.
 */
export class StepMatcher {
  readonly #expected: readonly Step[];
  readonly #leftOut: Step[] = [];
  #next = 0;

  constructor(expected: readonly Step[]) {
    this.#expected = expected;
  }

  /** What was recorded next; `undefined` at the end of the recording. */
  get next(): Step | undefined {
    return this.#expected[this.#next];
  }

  take(step: Step): Matched {
    const ahead = this.#expected.slice(this.#next, this.#next + LOOK_AHEAD + 1).indexOf(step);
    if (ahead === 0) return { index: this.#next++ };
    const late = this.#leftOut.indexOf(step);
    if (late >= 0) {
      this.#leftOut.splice(late, 1);
      return { index: undefined };
    }
    const departure = `'${step}' where ${this.#place} was recorded`;
    if (ahead < 0) return { index: undefined, departure };
    this.#leftOut.push(...this.#expected.slice(this.#next, this.#next + ahead));
    this.#next += ahead;
    return { index: this.#next++, departure };
  }

  get #place(): string {
    const { next } = this;
    return next === undefined ? "nothing more" : `'${next}' (step ${this.#next + 1})`;
  }
}
