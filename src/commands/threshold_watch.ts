import { failsSurely } from "../metrics/sure_failure.ts";
import type { Summary } from "../metrics/summary.ts";
import type { Threshold } from "../metrics/threshold.ts";
import { evaluate, type Verdict } from "../metrics/verdict.ts";
import type { Aborted } from "../report/run_json.ts";
import type { Cancel, Clock } from "../time/clock.ts";

const LOOK_EVERY_MS = 1000;

/** A run that was ended by a threshold: what its thresholds came to, as it had nothing cut off yet. */
export class Abort implements Aborted {
  constructor(
    readonly by: string,
    readonly afterMs: number,
    readonly verdicts: readonly Verdict[],
  ) {}
}

export interface Watched {
  readonly clock: Clock;
  readonly thresholds: readonly Threshold[];
  /** No threshold ends a run that is younger. */
  readonly graceMs: number;
  readonly summary: Summary;
  /** Called once. */
  readonly abort: (abort: Abort) => void;
}

/** The first callers, with their fresh connections, say little of the rest. */
export const DEFAULT_GRACE_MS = 10_000;

/** Looks each second whether a threshold very likely fails, from the end of the grace until disposed of. */
export class ThresholdWatch implements Disposable {
  readonly #watched: Watched;
  readonly #startMs: number;
  #cancel: Cancel | undefined;

  constructor(watched: Watched) {
    this.#watched = watched;
    this.#startMs = watched.clock.now();
    this.#lookAt(this.#startMs + watched.graceMs);
  }

  [Symbol.dispose](): void {
    this.#cancel?.();
  }

  #lookAt(dueMs: number): void {
    const { clock } = this.#watched;
    this.#cancel = clock.at(dueMs, () => {
      if (!this.#look()) this.#lookAt(Math.max(dueMs, clock.now()) + LOOK_EVERY_MS);
    });
  }

  #look(): boolean {
    const { clock, thresholds, summary, abort } = this.#watched;
    const failed = thresholds.find((threshold) => failsSurely(threshold, summary));
    if (!failed) return false;
    const verdicts = thresholds.map((threshold) => asOfNow(evaluate(threshold, summary)));
    abort(new Abort(failed.expression, clock.now() - this.#startMs, verdicts));
    return true;
  }
}

/** The tables also hold the turns that were open by then. */
function asOfNow(verdict: Verdict): Verdict {
  const notes = [...(verdict.note === undefined ? [] : [verdict.note]), "as of the abort"];
  return verdict.observed === undefined ? verdict : { ...verdict, note: notes.join("; ") };
}
