import type { MetricName } from "../metrics/names.ts";
import { Summary } from "../metrics/summary.ts";
import { formatMs } from "./number.ts";
import type { RunReport } from "./run_json.ts";

/** What regions differ in: the way there, the service's start, the way back and forth, the wait. */
const COMPARED: readonly MetricName[] = [
  ...["dns", "tcp", "tls", "upgrade", "connect", "session_ready"] as const,
  ...["rtt", "ttfa", "cold_start"] as const,
];

/** One metric in each region; a cell is empty where the region does not have it. */
export interface SideBySideRow {
  readonly metric: MetricName;
  /** `p50 – p99` in ms, in the order of the regions. */
  readonly cells: readonly string[];
}

export interface SideBySide {
  readonly regions: readonly string[];
  readonly rows: readonly SideBySideRow[];
}

/** The regions of a run beside each other, over all scenarios; `undefined` where there is but one. */
export function sideBySide({ outcomes, histograms }: RunReport): SideBySide | undefined {
  const regions = [...new Set(outcomes.map(({ region }) => region))];
  if (regions.length < 2) return undefined;
  const summary = Summary.decode(histograms);
  const rows = COMPARED.map((metric) => ({
    metric,
    cells: regions.map((region) => {
      const of = summary.metric(metric, region);
      return of.count === 0
        ? ""
        : `${formatMs(of.percentile(50))} – ${formatMs(of.percentile(99))}`;
    }),
  }));
  return { regions, rows: rows.filter(({ cells }) => cells.some((cell) => cell !== "")) };
}
