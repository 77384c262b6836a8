import { formatMs, plural } from "../number.ts";
import { figureMarkup, legend, plotMarkup, seriesLook } from "./chart.ts";
import type { Cohort } from "./cohort.ts";
import { type Axis, binsFor, cdfAxis, countInBins, shareUpTo } from "./distribution.ts";
import { html, type Markup } from "./markup.ts";

const CDF_POINTS = 200;
const PERCENTS = [5, 10, 25, 50, 75, 90, 95, 99, 100];

/** How the waits are distributed: as a share that has been answered, and as a histogram. */
export function waitsMarkup(cohorts: readonly Cohort[]): Markup {
  const waits = cohorts.map(({ turns }) => turns.map(({ ttfaMs }) => ttfaMs));
  const axis = binsFor(waits);
  return html`${cumulative(cohorts, waits, axis)}${histogram(cohorts, waits, axis)}`;
}

function cumulative(
  cohorts: readonly Cohort[],
  waits: readonly number[][],
  axis: Axis,
): Markup {
  const x = cdfAxis(axis, CDF_POINTS);
  const values = (sorted: readonly number[]) => x.map((ms) => 100 * shareUpTo(sorted, ms));
  const plot = { kind: "stairs", x, xUnit: "ms", yUnit: "%", yMax: 100 } as const;
  return figureMarkup({
    title: "How many have been answered after how long",
    caption:
      html`Share of the answered turns whose ttfa is at most so long. The further left and the steeper, the better.${
        tailNote(axis)
      }`,
    body: html`${
      plotMarkup(
        { ...plot, series: seriesOf(cohorts, waits.map(values)) },
        `Distribution function of ttfa: ${inWords(cohorts)}`,
      )
    }${legendOf(cohorts)}`,
    table: {
      head: ["percentile", ...cohorts.map(({ name }) => `${name}, ms`)],
      rows: PERCENTS.map((percent) => [
        `p${percent}`,
        ...waits.map((sorted) => formatMs(atPercent(sorted, percent))),
      ]),
    },
  });
}

function histogram(
  cohorts: readonly Cohort[],
  waits: readonly number[][],
  axis: Axis,
): Markup {
  const counts = waits.map((sorted) => countInBins(sorted, axis));
  const shares = counts.map((bins, i) => bins.map((count) => 100 * count / waits[i]!.length));
  const x = axis.edges.slice(0, -1);
  const plot = { kind: "steps", x, xUnit: "ms", yUnit: "%" } as const;
  return figureMarkup({
    title: "Where the waits lie",
    caption: html`Share of the answered turns whose ttfa falls into each step of ${
      formatMs(axis.edges[1]! - axis.edges[0]!)
    } ms.${tailNote(axis)}`,
    body: html`${
      plotMarkup(
        { ...plot, series: seriesOf(cohorts, shares) },
        `Histogram of ttfa: ${inWords(cohorts)}`,
      )
    }${legendOf(cohorts)}`,
    table: {
      head: ["from, ms", ...cohorts.map(({ name }) => `${name}, turns`)],
      rows: x.map((from, i) => [formatMs(from), ...counts.map((bins) => bins[i]!)]),
    },
  });
}

function seriesOf(cohorts: readonly Cohort[], values: readonly number[][]) {
  return cohorts.map(({ name }, i) => ({
    label: name,
    ...seriesLook(i),
    values: values[i]!,
  }));
}

function legendOf(cohorts: readonly Cohort[]): Markup {
  return legend(cohorts.map(({ name }, i) => ({ label: name, ...seriesLook(i) })));
}

function inWords(cohorts: readonly Cohort[]): string {
  return cohorts.map(({ name, turns }) =>
    `${name}, p50 ${formatMs(atPercent(turns.map(({ ttfaMs }) => ttfaMs), 50))} ms`
  ).join("; ");
}

function tailNote({ beyond, edges }: Axis): string {
  if (beyond === 0) return "";
  return ` ${plural(beyond, "turn")} took longer than ${
    formatMs(edges.at(-1))
  } ms and lie outside.`;
}

function atPercent(sorted: readonly number[], percent: number): number {
  return sorted[Math.ceil(percent * sorted.length / 100) - 1]!;
}
