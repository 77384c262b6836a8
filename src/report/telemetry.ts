import { metrics } from "@opentelemetry/api";
import { TURN_METRICS } from "../metrics/names.ts";
import type { SavedRun } from "./saved/saved_run.ts";

/** Seconds, as the conventions of OpenTelemetry want durations. */
const BOUNDS_S = [
  ...[0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1],
  ...[1.2, 1.5, 2, 2.5, 3, 4, 5, 10, 30],
];

/**
 * Hands the turns of a run to the runtime's own OpenTelemetry exporter: a histogram for each metric of
 * the turns that went well, and how many turns ended how.
 */
export function recordMetrics({ report, turns }: SavedRun): void {
  const meter = metrics.getMeter("ttfa", report.environment.ttfa);
  const ended = meter.createCounter("ttfa.turns", { unit: "{turn}" });
  const histograms = TURN_METRICS.map(({ name, read }) => ({
    read,
    histogram: meter.createHistogram(`ttfa.${name}.duration`, {
      unit: "s",
      advice: { explicitBucketBoundaries: BOUNDS_S },
    }),
  }));
  for (const turn of turns) {
    const { tags: { region }, scenario, outcome } = turn;
    const labels = { "ttfa.run": report.runId, "ttfa.region": region, "ttfa.scenario": scenario };
    ended.add(1, { ...labels, "ttfa.outcome": outcome });
    if (outcome !== "ok") continue;
    for (const { read, histogram } of histograms) {
      const ms = read({ ...turn, pacingMs: NO_FRAMES });
      if (ms !== undefined) histogram.record(ms / 1000, labels);
    }
  }
}

const NO_FRAMES = new Float64Array();
