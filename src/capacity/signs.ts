import type { MetricName } from "../metrics/names.ts";
import { total } from "../metrics/counts.ts";
import { shareOf } from "../metrics/share.ts";
import type { Summary } from "../metrics/summary.ts";
import type { ThreadLoad } from "../time/thread_meter.ts";

/** How busy the parts of the embedded stack were; several bridges: the busiest. */
export interface PartLoads {
  readonly bridge?: ThreadLoad;
  readonly upstream?: ThreadLoad;
}

/** Where a call's time goes: by these the parts are told apart. */
export const TELLING = [
  "ttfa",
  "response_latency",
  "rtt",
  "bridge_rtt",
  "relay_hop",
] as const satisfies readonly MetricName[];

/** What a run shows of each part. */
export interface Signs extends PartLoads {
  /** The generator was late in more turns than a valid run may have. */
  readonly generatorLate: boolean;
  /** Sessions that were never let in, of all. */
  readonly turnedAwayShare: number;
  /** Turns that did not end `ok`, of those that are the target's. */
  readonly failedShare: number;
  /** In ms; missing where not measured. */
  readonly p95Ms: { readonly [metric in typeof TELLING[number]]?: number };
}

export function signsOf(summary: Summary, generatorLate: boolean, loads: PartLoads = {}): Signs {
  const failed = shareOf("not ok", summary);
  return {
    ...loads,
    generatorLate,
    turnedAwayShare: turnedAwayShare(summary),
    failedShare: failed.count / Math.max(1, failed.of),
    p95Ms: Object.fromEntries(TELLING.flatMap((name) => {
      const ms = summary.metric(name).percentile(95);
      return ms === undefined ? [] : [[name, ms]];
    })),
  };
}

function turnedAwayShare(summary: Summary): number {
  const sessions = summary.sessions();
  // What a generator that was held up waited for in vain is `late_generator`, and no timeout.
  const { refused = 0, unreachable = 0, timeout = 0 } = sessions;
  return (refused + unreachable + timeout) / Math.max(1, total(sessions));
}
