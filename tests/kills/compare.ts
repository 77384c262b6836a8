import type { Ending } from "./endings.ts";
import { type Tallies, type Tally, tallyOf } from "./tally.ts";

/** A figure of the bridge's usage that is not what the others counted. */
export interface Difference {
  readonly kind: string;
  readonly field: keyof Tally;
  readonly bridge: number;
  /** The least and the most that it may be. */
  readonly expected: readonly [number, number];
}

export interface Counted {
  readonly bridge: Tallies;
  readonly client: Tallies;
  readonly upstream: Tallies;
}

/** By how much the upstream's time may differ from the bridge's: for each session, and of it all. */
const SLACK_MS = 500;
const SLACK_SHARE = 0.1;

/** Holds the bridge's usage of each kind against what its two sides counted. */
export function differences(endings: readonly Ending[], counted: Counted): Difference[] {
  return endings.flatMap((ending) => {
    const [bridge, client, upstream] = [counted.bridge, counted.client, counted.upstream]
      .map((tallies) => tallyOf(tallies, ending.kind)) as [Tally, Tally, Tally];
    const fields = Object.keys(bridge) as (keyof Tally)[];
    return fields.flatMap((field) => {
      const counts = field === "sessionMs"
        ? around(ending, client, upstream)
        : countsOf(ending, field, client, upstream);
      const expected = [Math.min(...counts), Math.max(...counts)] as const;
      const mayDiffer = ending.traffic !== "none" || field === "sessionMs";
      const fits = mayDiffer || expected[0] === expected[1];
      const isIn = bridge[field] >= expected[0] && bridge[field] <= expected[1];
      return fits && isIn ? [] : [{ kind: ending.kind, field, bridge: bridge[field], expected }];
    });
  });
}

/** The counts that the bridge's must lie between; where nothing was under way, they are the same. */
function countsOf(
  { traffic, handshake }: Ending,
  field: keyof Tally,
  client: Tally,
  upstream: Tally,
): number[] {
  const both = [client[field], upstream[field]];
  // A caller may be gone before the upstream is open, or is told whose session it is.
  const isTwofold = field === "sessions" ? handshake === "accept" : traffic !== "delivered";
  return isTwofold ? both : [upstream[field]];
}

/** Either end of the leg sees it open and gone at a time of its own. */
function around(ending: Ending, client: Tally, { sessionMs }: Tally): number[] {
  const sessions = ending.handshake === "accept" ? client.sessions : 0;
  const slackMs = SLACK_MS * sessions + SLACK_SHARE * sessionMs;
  return [ending.isSeenLate ? sessionMs / 2 : sessionMs - slackMs, sessionMs + slackMs];
}
