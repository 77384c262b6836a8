import type { MetricName } from "../metrics/names.ts";
import type { TurnSample } from "../metrics/sample.ts";
import type { Summary } from "../metrics/summary.ts";

/** Metrics of which a run's median is judged. */
export const MEDIAN_METRICS = ["relay_hop", "rtt", "cold_start"] as const satisfies MetricName[];

/** What a stored run tells of one region. */
export interface RunFigures {
  /** Of the turns that ended well. */
  readonly ttfaMs: readonly number[];
  /** Turns that did not, by the target's doing. */
  readonly failed: number;
  /** Turns that the generator spoilt: in no figure. */
  readonly late: number;
  /** Missing where the run has no value of it. */
  readonly mediansMs: { readonly [name in typeof MEDIAN_METRICS[number]]?: number };
}

type Turn = Pick<TurnSample, "tags" | "outcome" | "ttfaMs">;

/** The figures of every region of a run, by name. */
export function figuresOf(
  turns: readonly Turn[],
  summary: Summary,
): ReadonlyMap<string, RunFigures> {
  const regions = [...new Set(summary.outcomes().map(({ region }) => region))];
  return new Map(regions.map((region) => {
    const own = turns.filter(({ tags }) => tags.region === region);
    const late = own.filter(({ outcome }) => outcome === "late_generator").length;
    const ttfaMs = own.flatMap((turn) =>
      turn.outcome === "ok" && turn.ttfaMs !== undefined ? [turn.ttfaMs] : []
    );
    const failed = own.filter(({ outcome }) => !["ok", "late_generator"].includes(outcome)).length;
    return [region, { ttfaMs, failed, late, mediansMs: mediansOf(summary, region) }];
  }));
}

function mediansOf(summary: Summary, region: string): RunFigures["mediansMs"] {
  const medians = MEDIAN_METRICS.flatMap((name) => {
    const median = summary.metric(name, region).percentile(50);
    return median === undefined ? [] : [[name, median]];
  });
  return Object.fromEntries(medians);
}
