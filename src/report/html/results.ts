import { type Counts, total } from "../../metrics/counts.ts";
import type { MetricName } from "../../metrics/names.ts";
import type { OutcomeRow, SummaryRow } from "../../metrics/summary.ts";
import type { TurnErrors } from "../../metrics/turn_errors.ts";
import { formatMs } from "../number.ts";
import { outcomeCounts } from "../outcome_counts.ts";
import type { RunReport } from "../run_json.ts";
import { sideBySide } from "../side_by_side.ts";
import { tableMarkup } from "./chart.ts";
import { type Content, html, type Markup } from "./markup.ts";

const FIGURES = ["n", "p50", "95 % interval", "p90", "p95", "p99", "95 % interval", "max"];

/** What a scenario is about: the first of these that it measured. */
const MAIN: readonly MetricName[] = ["ttfa", "transcript", "cold_start"];

interface Group {
  readonly name: string;
  readonly outcomes: OutcomeRow;
  readonly rows: readonly SummaryRow[];
}

/** The wait of each region and scenario in one table, and every metric of each in one of its own. */
export function resultsMarkup(report: RunReport): Markup {
  const groups = report.outcomes.map((outcomes) => groupOf(outcomes, report.summary));
  if (groups.length === 0) return html`<p>Nothing was measured.</p>`;
  const overview = groups.flatMap(({ name, rows }) => {
    const main = MAIN.map((name) => rows.find(({ metric }) => metric === name)).find(Boolean) ??
      rows[0];
    return main ? [[html`<b>${name}</b> <small>${main.metric}</small>`, ...figures(main)]] : [];
  });
  const head = ["region · scenario, ms", ...FIGURES];
  return html`
    ${tableMarkup({ head, rows: overview }, "Results by region and scenario")}
    ${besideEachOther(report)}
    <p
      class="hint">“?” is a bound that so few values cannot give: a p99 has an upper one from 299 values on.</p>
    <div class="results">${groups.map(details)}</div>
  `;
}

function besideEachOther(report: RunReport): Markup | undefined {
  const of = sideBySide(report);
  if (!of) return undefined;
  const head = ["p50 – p99, ms", ...of.regions];
  const rows = of.rows.map(({ metric, cells }) => [metric, ...cells]);
  return html`<h3>Regions side by side</h3>${tableMarkup({ head, rows }, "Regions side by side")}`;
}

function groupOf(outcomes: OutcomeRow, summary: readonly SummaryRow[]): Group {
  const { region, scenario } = outcomes;
  const isOwn = (row: SummaryRow) => row.region === region && row.scenario === scenario;
  const rows = summary.filter((row) => isOwn(row) && row.count > 0);
  return { name: `${region} · ${scenario}`, outcomes, rows };
}

function details({ name, outcomes, rows }: Group): Markup {
  const table = {
    head: ["ms", ...FIGURES],
    rows: rows.map((row) => [row.metric, ...figures(row)]),
  };
  return html`
    <details class="print"><summary><b>${name}</b>: ${counts(outcomes)}</summary>${tableMarkup(
      table,
      `All metrics of ${name}`,
    )}</details>
  `;
}

function counts({ turns, errors, sessions, dropped }: OutcomeRow): Content {
  const parts = [
    ...(total(turns) > 0 ? [ended("turns", turns, errors)] : []),
    ended("sessions", sessions),
    ...(dropped > 0 ? [html`<span class="bad">${dropped} dropped</span>`] : []),
  ];
  return parts.flatMap((part, i) => i > 0 ? [" · ", part] : [part]);
}

/** The good ones first. */
function ended(noun: string, counts: Counts<string>, errors?: TurnErrors): Markup {
  const seen = outcomeCounts(counts, errors);
  return html`${total(counts)} ${noun}${seen.length > 0 ? ": " : ""}${
    seen.map(({ outcome, text }, i) =>
      html`${i > 0 ? ", " : ""}<span class="${outcome === "ok" ? "good" : "bad"}">${text}</span>`
    )
  }`;
}

function figures(of: SummaryRow): readonly Content[] {
  return [
    of.count,
    html`<b>${formatMs(of.p50)}</b>`,
    interval(of.p50_low, of.p50_high),
    formatMs(of.p90),
    formatMs(of.p95),
    html`<b>${formatMs(of.p99)}</b>`,
    interval(of.p99_low, of.p99_high),
    formatMs(of.max),
  ];
}

function interval(low: number | undefined, high: number | undefined): string {
  const bound = (value: number | undefined) => value === undefined ? "?" : formatMs(value);
  return low === undefined && high === undefined ? "" : `${bound(low)} – ${bound(high)}`;
}
