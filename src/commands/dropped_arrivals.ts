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

export interface Pool {
  readonly summary: Summary;
  /** Of each region. */
  readonly clients: number;
  /** Threads that share them: what one of them drops another might have taken. */
  readonly workers: number;
}

export function droppedArrivals(
  pool: Pool,
  thresholds: readonly Threshold[],
): Drops {
  const { summary } = pool;
  const rows = summary.outcomes().filter(({ dropped }) => dropped > 0);
  const isUntolerated = (row: OutcomeRow) => {
    const { count, of } = shareOf("dropped", summary, row);
    return isTooMany(count, of) && !isJudged(thresholds, ["dropped"], row);
  };
  const tell = (row: OutcomeRow) => dropLine(row, pool);
  return {
    untolerated: rows.filter(isUntolerated).map(tell),
    tolerated: rows.filter((row) => !isUntolerated(row)).map(tell),
  };
}

function dropLine({ region, dropped, sessions }: OutcomeRow, pool: Pool): string {
  const taken = total(sessions);
  const arrivals = dropped + taken;
  // As many more clients as there were more arrivals than those that these could take.
  const needed = Math.ceil(pool.clients * arrivals / Math.max(1, taken));
  return `${dropped} of ${arrivals} arrivals in region '${region}' found no free client ` +
    `and were dropped: raise --clients to at least ${needed}` +
    (pool.workers > 1 ? `, use fewer --workers, each of which has clients of its own,` : ",") +
    " or lower the rate";
}
