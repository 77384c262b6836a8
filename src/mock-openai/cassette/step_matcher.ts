import type { ClientStep } from "./ear.ts";

/** How far ahead a step is looked for that is not the one expected. */
const LOOK_AHEAD = 3;
const MAX_QUOTED = 64;

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
  readonly #expected: readonly ClientStep[];
  readonly #leftOut: ClientStep[] = [];
  #next = 0;

  constructor(expected: readonly ClientStep[]) {
    this.#expected = expected;
  }

  /** The step recorded next is not to come. Returns where the client left the recording, as a clause. */
  passOver(): string {
    const departure = `nothing where ${this.#place} was recorded`;
    this.#leftOut.push(this.#expected[this.#next++]!);
    return departure;
  }

  /** What the client leaves out when it ends now, as a clause; `undefined` where that is nothing. */
  end(): string | undefined {
    return this.#next < this.#expected.length
      ? `the end where ${this.#place} was recorded`
      : undefined;
  }

  take(step: ClientStep): Matched {
    const ahead = this.#expected.slice(this.#next, this.#next + LOOK_AHEAD + 1).indexOf(step);
    if (ahead === 0) return { index: this.#next++ };
    const late = this.#leftOut.indexOf(step);
    if (late >= 0) {
      this.#leftOut.splice(late, 1);
      return { index: undefined };
    }
    const departure = `${quote(step)} where ${this.#place} was recorded`;
    if (ahead < 0) return { index: undefined, departure };
    this.#leftOut.push(...this.#expected.slice(this.#next, this.#next + ahead));
    this.#next += ahead;
    return { index: this.#next++, departure };
  }

  get #place(): string {
    const next = this.#expected[this.#next];
    return next === undefined ? "nothing more" : `${quote(next)} (step ${this.#next + 1})`;
  }
}

/** A client may call its event anything: what is told of it is short and has no control characters. */
function quote(step: ClientStep): string {
  const cut = step.length > MAX_QUOTED ? `${step.slice(0, MAX_QUOTED)}…` : step;
  return `'${cut.replace(/\p{C}/gu, "?")}'`;
}
