import type { Outcome } from "../client/record.ts";
import { total } from "./counts.ts";
import type { Selector, Summary } from "./summary.ts";

/** Of turns: with one outcome, or not `ok`; of arrivals: those that found no free client. */
export type ShareName = Outcome | "not ok" | "dropped";

export interface Share {
  readonly count: number;
  /** 0: nothing to have a share in. */
  readonly of: number;
}

/**
 * A share of what is selected. What is held against the target is a share of the turns that are its
 * own: neither spoilt by this generator nor cut off by the end of the run.
 */
export function shareOf(name: ShareName, summary: Summary, selector: Selector = {}): Share {
  const turns = summary.turns(selector);
  const { dropped = 0, stoppedTurns = 0 } = summary.marks(selector);
  const { ok = 0, late_generator: late = 0, interrupted = 0 } = turns;
  const own = total(turns) - late - stoppedTurns;
  switch (name) {
    case "dropped":
      return { count: dropped, of: dropped + total(summary.sessions(selector)) };
    case "late_generator":
      return { count: late, of: total(turns) };
    case "not ok":
      return { count: own - ok, of: own };
    case "interrupted":
      return { count: interrupted - stoppedTurns, of: own };
    default:
      return { count: turns[name] ?? 0, of: own };
  }
}
