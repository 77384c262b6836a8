import { METRIC_NAMES, type MetricName } from "../metrics/names.ts";
import type { SummaryRow } from "../metrics/summary.ts";
import { isPartial } from "./partial_note.ts";
import type { RunReport } from "./run_json.ts";

type Labels = Readonly<Record<string, string>>;

interface Sample {
  /** What follows the name of the family: `_sum`, `_count`, or nothing. */
  readonly suffix?: string;
  readonly labels: Labels;
  readonly value: number;
}

interface Family {
  readonly name: string;
  readonly type: "summary" | "gauge";
  readonly help: string;
  readonly samples: readonly Sample[];
}

const QUANTILES = { p50: "0.5", p90: "0.9", p95: "0.95", p99: "0.99", p999: "0.999" } as const;
const BOUNDS = {
  p50_low: { percentile: "50", bound: "low" },
  p50_high: { percentile: "50", bound: "high" },
  p99_low: { percentile: "99", bound: "low" },
  p99_high: { percentile: "99", bound: "high" },
} as const;

/**
 * The report in Prometheus' text format (0.0.4), for node_exporter's textfile collector or a
 * Pushgateway. Seconds throughout; what was not measured is left out.
 */
export function renderPrometheus(report: RunReport): string {
  const families = [...METRIC_NAMES.flatMap((name) => metric(name, report)), ...counts(report)];
  return [...families, ...run(report)].filter(({ samples }) => samples.length > 0)
    .map(familyText).join("");
}

function metric(name: MetricName, { summary }: RunReport): Family[] {
  const rows = summary.filter((row) => row.metric === name && row.count > 0);
  const about = `${name} of the run, see docs/metrics.md`;
  return [
    {
      name: `ttfa_${name}_seconds`,
      type: "summary",
      help: `Metric ${about}.`,
      samples: rows.flatMap(quantiles),
    },
    {
      name: `ttfa_${name}_interval_seconds`,
      type: "gauge",
      help: `Bounds of the 95 % intervals of ${about}.`,
      samples: rows.flatMap(bounds),
    },
  ];
}

function quantiles(row: SummaryRow): Sample[] {
  const labels = labelsOf(row);
  return [
    ...Object.entries(QUANTILES).map(([name, quantile]) => ({
      labels: { ...labels, quantile },
      value: seconds(row[name as keyof typeof QUANTILES]!),
    })),
    { suffix: "_sum", labels, value: seconds(row.mean! * row.count) },
    { suffix: "_count", labels, value: row.count },
  ];
}

function bounds(row: SummaryRow): Sample[] {
  return Object.entries(BOUNDS).flatMap(([name, bound]) => {
    const value = row[name as keyof typeof BOUNDS];
    return value === undefined
      ? []
      : [{ labels: { ...labelsOf(row), ...bound }, value: seconds(value) }];
  });
}

function counts({ outcomes }: RunReport): Family[] {
  const byOutcome = (kind: "turns" | "sessions") =>
    outcomes.flatMap((row) =>
      Object.entries(row[kind]).map(([outcome, value]) => ({
        labels: { ...labelsOf(row), outcome },
        value,
      }))
    );
  const errors = outcomes.flatMap((row) =>
    Object.entries(row.errors ?? {}).flatMap(([outcome, codes]) =>
      Object.entries(codes).map(([error_code, value = 0]) => ({
        labels: { ...labelsOf(row), outcome, error_code },
        value,
      }))
    )
  );
  const dropped = outcomes.map((row) => ({ labels: labelsOf(row), value: row.dropped }));
  return [
    gauge("ttfa_turns", "Attempted turns by outcome.", byOutcome("turns")),
    gauge("ttfa_errored_turns", "Turns that had an error, by outcome and error code.", errors),
    gauge("ttfa_sessions", "Sessions by outcome.", byOutcome("sessions")),
    gauge("ttfa_dropped_arrivals", "Arrivals that found no free client.", dropped),
  ];
}

function run(report: RunReport): Family[] {
  const { runId, startedAt, state, validity, environment } = report;
  const thresholds = isPartial(report)
    ? []
    : report.thresholds.filter(({ observed }) => observed !== undefined);
  const info = { run_id: runId, state, version: environment.ttfa };
  return [
    gauge(
      "ttfa_threshold_passed",
      "Whether a threshold was met (1) or not (0).",
      thresholds.map(({ threshold: { expression }, passed }) => ({
        labels: { expression },
        value: Number(passed),
      })),
    ),
    gauge("ttfa_run_valid", "Whether the figures can be trusted (1) or not (0).", [
      { labels: {}, value: Number(validity.valid) },
    ]),
    gauge("ttfa_run_start_timestamp_seconds", "When the run began.", [
      { labels: {}, value: Date.parse(startedAt) / 1000 },
    ]),
    gauge("ttfa_run_info", "Which run this was.", [{ labels: info, value: 1 }]),
  ];
}

function gauge(name: string, help: string, samples: readonly Sample[]): Family {
  return { name, type: "gauge", help, samples: distinct(samples) };
}

/** A threshold may have been given twice, and a series must not be. */
function distinct(samples: readonly Sample[]): readonly Sample[] {
  return [...new Map(samples.map((sample) => [JSON.stringify(sample.labels), sample])).values()];
}

function labelsOf({ region, scenario }: { region: string; scenario: string }): Labels {
  return { region, scenario };
}

function familyText({ name, type, help, samples }: Family): string {
  const lines = samples.map(({ suffix = "", labels, value }) =>
    `${name}${suffix}${labelText(labels)} ${value}\n`
  );
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join("")}`;
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

/** Without the last digits of binary fractions. */
function seconds(ms: number): number {
  return Number((ms / 1000).toPrecision(12));
}

function escapeLabel(value: string): string {
  return value.toWellFormed().replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n");
}
