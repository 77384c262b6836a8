import type { MetricName } from "../metrics/names.ts";
import { type Counts, total } from "../metrics/counts.ts";
import type { SessionOutcome } from "../client/record.ts";
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
  "endpointing",
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
  /** Turns that did not end `ok`, of all. */
  readonly failedShare: number;
  /** In ms; missing where not measured. */
  readonly p95Ms: { readonly [metric in typeof TELLING[number]]?: number };
}

export function signsOf(summary: Summary, generatorLate: boolean, loads: PartLoads = {}): Signs {
  const turns = summary.turns();
  const attempts = total(turns);
  return {
    ...loads,
    generatorLate,
    turnedAwayShare: turnedAwayShare(summary),
    failedShare: attempts === 0 ? 0 : 1 - (turns.ok ?? 0) / attempts,
    p95Ms: Object.fromEntries(TELLING.flatMap((name) => {
      const ms = summary.metric(name).percentile(95);
      return ms === undefined ? [] : [[name, ms]];
    })),
  };
}

function turnedAwayShare(summary: Summary): number {
  const rows = summary.outcomes();
  const count = (of: (sessions: Counts<SessionOutcome>) => number) =>
    rows.reduce((sum, { sessions }) => sum + of(sessions), 0);
  const away = count(({ refused = 0, unreachable = 0 }) => refused + unreachable);
  return away / Math.max(1, count(total));
}
