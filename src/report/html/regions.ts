import type { MetricName } from "../../metrics/names.ts";
import type { SummaryRow } from "../../metrics/summary.ts";
import { formatMs } from "../number.ts";
import { figureMarkup, legend } from "./chart.ts";
import type { Cohort } from "./cohort.ts";
import { html, type Markup } from "./markup.ts";
import { type Segment, waterfall } from "./waterfall.ts";

const COMPARED: readonly MetricName[] = ["ttfa", "endpointing", "response_latency", "rtt"];

/** The regions side by side: median with its interval, and the way up to the 99th percentile. */
export function regionsMarkup(cohorts: readonly Cohort[]): Markup {
  const rows = COMPARED.flatMap((metric) =>
    cohorts.map((cohort) => ({ name: cohort.name, row: cohort.metric(metric) }))
      .filter((entry): entry is { name: string; row: SummaryRow } => entry.row !== undefined)
  );
  const endMs = Math.max(...rows.map(({ row }) => row.p99!));
  return figureMarkup({
    title: cohorts.length > 1 ? "The regions side by side" : "From the median to the tail",
    caption:
      "The block is the 95 % interval of the median, the mark in it the median, the line reaches from there to p99 with a mark at p90. Medians whose blocks overlap may be the same. The figures are the median and p99.",
    body: html`${
      waterfall(
        rows.map(({ name, row }) => ({
          label: html`${name} <small>${row.metric}</small>`,
          value: `${formatMs(row.p50)} – ${formatMs(row.p99)}`,
          segments: segmentsOf(row, endMs),
        })),
        endMs,
        rows.map(({ name, row }) => `${name} ${row.metric}: p50 ${formatMs(row.p50)} ms`).join(
          "; ",
        ),
      )
    }${
      legend([
        { label: "median with its 95 % interval", colour: "interval" },
        { label: "up to p99", colour: "whisker" },
      ])
    }`,
    table: {
      head: ["region", "metric", "p50, ms", "low", "high", "p90", "p99"],
      rows: rows.map(({ name, row }) => [
        ...[name, row.metric, formatMs(row.p50), formatMs(row.p50_low), formatMs(row.p50_high)],
        ...[formatMs(row.p90), formatMs(row.p99)],
      ]),
    },
  });
}

/** Drawn one over the other, in this order. */
function segmentsOf({ p50, p50_low, p50_high, p90, p99 }: SummaryRow, endMs: number): Segment[] {
  const halfMark = endMs / 500;
  const mark = (atMs: number) => ({ fromMs: Math.max(0, atMs - halfMark), toMs: atMs + halfMark });
  return [
    { colour: "whisker", fromMs: p50!, toMs: p99! },
    { colour: "mark", ...mark(p90!) },
    { colour: "interval", fromMs: p50_low ?? p50!, toMs: p50_high ?? p50! },
    { colour: "median", ...mark(p50!) },
  ];
}
