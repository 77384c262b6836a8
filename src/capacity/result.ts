import type { Verdict } from "../metrics/verdict.ts";
import { type Blame, blame } from "./culprit.ts";
import type { Ended } from "./drive.ts";
import { type Attempt, rangeOf, type Votes, votesAt } from "./search.ts";
import type { Signs } from "./signs.ts";

/** One run of the search. */
export interface Trial extends Attempt {
  /** Its folder within the search's. */
  readonly run: string;
  /** As `bench` would have ended. */
  readonly exitCode: number;
  readonly thresholds: readonly Verdict[];
  readonly signs: Signs;
}

/** What a search came to. */
export interface Result {
  readonly end: Ended<Trial>["end"];
  /** The most clients in each region that met the thresholds; where the search did not end: so far. */
  readonly clients: number;
  /** The fewest that did not. */
  readonly failed?: number;
  /** How the runs with so many clients went; missing where there was none. */
  readonly votes: { readonly clients?: Votes; readonly failed?: Votes };
  /** From the first level at which a run failed, if below, to the last at which one passed, if above. */
  readonly range: readonly [number, number];
  /** Missing where nothing gave out. */
  readonly gaveOut?: Blame;
  /** Clients that one core of the embedded bridge would hold, where it gave out. */
  readonly perCore?: number;
}

export function resultOf(ended: Ended<Trial>): Result {
  const { attempts, end } = ended;
  const found = end === "found" ? ended.found : soFar(attempts);
  const gaveOut = found.failed === undefined ? undefined : culprit(attempts, found.failed);
  const share = attempts.findLast(({ passed, clients }) => passed && clients === found.clients)
    ?.signs.bridge?.cpuShare;
  return {
    end,
    ...found,
    votes: {
      ...(found.clients > 0 && { clients: votesAt(attempts, found.clients) }),
      ...(found.failed !== undefined && { failed: votesAt(attempts, found.failed) }),
    },
    range: rangeOf(attempts, found),
    ...(gaveOut && { gaveOut }),
    ...(gaveOut?.part === "bridge" && share && { perCore: Math.round(found.clients / share) }),
  };
}

function soFar(trials: readonly Trial[]): { clients: number; failed?: number } {
  const failures = trials.filter(({ passed }) => !passed).map(({ clients }) => clients);
  const failed = Math.min(...failures);
  const passes = trials.filter(({ passed, clients }) => passed && clients < failed);
  const clients = Math.max(0, ...passes.map(({ clients }) => clients));
  return { clients, ...(failed !== Infinity && { failed }) };
}

/** Whom most of the runs at the level accuse that failed first. */
function culprit(trials: readonly Trial[], failed: number): Blame {
  const reference = trials.filter(({ passed }) => passed)
    .sort((a, b) => a.clients - b.clients)[0];
  const accusing = trials.filter(({ passed, clients }) => !passed && clients === failed)
    // Where it is a draw, one that could tell counts for more than one that was void.
    .sort((a, b) => Number(a.isVoid ?? false) - Number(b.isVoid ?? false));
  const blames = accusing.map(({ signs }) => blame(signs, reference?.signs));
  const votes = (part: string) => blames.filter((blame) => blame.part === part).length;
  return blames.sort((a, b) => votes(b.part) - votes(a.part))[0]!;
}
