import { total } from "../metrics/counts.ts";
import { isJudged } from "../metrics/judged_share.ts";
import { shareOf } from "../metrics/share.ts";
import type { OutcomeRow, Summary } from "../metrics/summary.ts";
import type { Threshold } from "../metrics/threshold.ts";
import { isTooMany } from "../metrics/tolerated.ts";

/** Load that was asked for and not made. */
export interface Drops {
  /** Of the regions that dropped more than a valid run may, where no threshold judges that. */
  readonly untolerated: readonly string[];
  /** Of the others: never passed over in silence. */
  readonly tolerated: readonly string[];
}

/** @param clients the pool of each region. */
export function droppedArrivals(
  summary: Summary,
  clients: number,
  thresholds: readonly Threshold[],
): Drops {
  const rows = summary.outcomes().filter(({ dropped }) => dropped > 0);
  const isUntolerated = (row: OutcomeRow) => {
    const { count, of } = shareOf("dropped", summary, row);
    return isTooMany(count, of) && !isJudged(thresholds, ["dropped"], row);
  };
  const tell = (row: OutcomeRow) => dropLine(row, clients);
  return {
    untolerated: rows.filter(isUntolerated).map(tell),
    tolerated: rows.filter((row) => !isUntolerated(row)).map(tell),
  };
}

function dropLine({ region, dropped, sessions }: OutcomeRow, clients: number): string {
  const taken = total(sessions);
  const arrivals = dropped + taken;
  // As many more clients as there were more arrivals than those that these could take.
  const needed = Math.ceil(clients * arrivals / Math.max(1, taken));
  return `${dropped} of ${arrivals} arrivals in region '${region}' found no free client ` +
    `and were dropped: raise --clients to about ${needed}, or lower the rate`;
}
