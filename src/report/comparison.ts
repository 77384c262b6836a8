import { type MetricName, PACING, RELAY_HOP } from "../metrics/names.ts";
import type { SummaryRow } from "../metrics/summary.ts";
import type { RunReport } from "./run_json.ts";

/** One percentile of two runs, in ms; a value that is missing was not measured. */
export interface ComparedFigure {
  readonly aMs?: number;
  readonly bMs?: number;
  /** b − a, where the runs show that they differ. */
  readonly differenceMs?: number;
}

export interface ComparedRow {
  readonly region: string;
  readonly scenario: string;
  readonly metric: MetricName;
  readonly p50: ComparedFigure;
  readonly p99: ComparedFigure;
}

/**
 * Two runs side by side: every metric that either measured, by region and scenario. A difference is
 * shown only where the 95 % intervals of the two percentiles do not overlap, whatever the shape of the
 * distributions; a bound that a run cannot give is endless, and metrics of frames have none that would
 * hold, as those of one session are much alike. No test is made over the turns of two
 * stored runs: turns of one run are more alike than runs are, and it would cry wolf.
 */
export function compareRuns(a: RunReport, b: RunReport): ComparedRow[] {
  const rows = new Map<string, { a?: SummaryRow; b?: SummaryRow }>();
  for (const row of a.summary) if (row.count > 0) rows.set(keyOf(row), { a: row });
  for (const row of b.summary) {
    if (row.count > 0) rows.set(keyOf(row), { ...rows.get(keyOf(row)), b: row });
  }
  return [...rows.values()].map(({ a, b }) => {
    const { region, scenario, metric } = (a ?? b)!;
    return { region, scenario, metric, p50: compared("p50", a, b), p99: compared("p99", a, b) };
  });
}

/** What was set otherwise: names of fields of the two configs, where results go, and what they are held against, left out. */
export function changedSettings(a: RunReport, b: RunReport): string[] {
  const [before, after] = [a, b].map(({ config }) => config as Record<string, unknown>);
  const names = new Set([...Object.keys(before!), ...Object.keys(after!)]);
  const isSame = (name: string) => JSON.stringify(before![name]) === JSON.stringify(after![name]);
  return [...names].filter((name) => !ABOUT_OUTPUT.includes(name) && !isSame(name)).sort();
}

const PER_FRAME: readonly MetricName[] = [RELAY_HOP.name, PACING.name];
const ABOUT_OUTPUT = ["out", "json", "quiet", "thresholds", "abortOnFail", "abortGrace"];

function keyOf({ region, scenario, metric }: SummaryRow): string {
  return JSON.stringify([region, scenario, metric]);
}

function compared(name: "p50" | "p99", a?: SummaryRow, b?: SummaryRow): ComparedFigure {
  const [aMs, bMs] = [a?.[name], b?.[name]];
  return {
    ...(aMs !== undefined && { aMs }),
    ...(bMs !== undefined && { bMs }),
    ...(a && b && areApart(name, a, b) && { differenceMs: bMs! - aMs! }),
  };
}

function areApart(name: "p50" | "p99", a: SummaryRow, b: SummaryRow): boolean {
  if (PER_FRAME.includes(a.metric)) return false;
  const low = (row: SummaryRow) => row[`${name}_low`] ?? -Infinity;
  const high = (row: SummaryRow) => row[`${name}_high`] ?? Infinity;
  return high(a) < low(b) || high(b) < low(a);
}
