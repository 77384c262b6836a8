import { formatMs } from "../number.ts";
import { figureMarkup, legend, type Plot, plotMarkup } from "./chart.ts";
import type { Cohort } from "./cohort.ts";
import { html, type Markup } from "./markup.ts";
import { type Part, PARTS, partsBySlice, pathOf, type Slice } from "./parts.ts";

const MOST_SLICES = 60;
const TABLE_SLICES = 10;

const LABELS: Readonly<Record<Part, string>> = {
  endpointing: "endpointing: the service notices the end of speech",
  think: "think: the service begins its answer",
  relay: "relay: the bridge holds a frame up and one down",
  network: "network: one round trip, without the relay",
};

/** What the waits consist of, from the fastest turn to the slowest, a plot per region. */
export function anatomyMarkup(cohorts: readonly Cohort[]): Markup {
  const slices = cohorts.map((cohort) => partsBySlice(cohort, pathOf(cohort), MOST_SLICES));
  const yMax = 1.05 * Math.max(...slices.flat().map(heightOf));
  return figureMarkup({
    title: "What the wait consists of",
    caption:
      "The answered turns from the fastest (left) to the slowest (right), each with the parts of its wait on top of one another. What grows to the right is what makes callers wait.",
    body: html`<div class="beside">${
      cohorts.map((cohort, i) => panel(cohort, slices[i]!, yMax))
    }</div>${legend(PARTS.map((part) => ({ label: LABELS[part], colour: part })))}`,
    table: {
      head: ["turns", ...PARTS.map((part) => `${part}, ms`), "ttfa, ms"],
      rows: cohorts.flatMap(tableRows),
    },
  });
}

function panel({ name }: Cohort, slices: readonly Slice[], yMax: number): Markup {
  const plot: Plot = {
    kind: "stack",
    x: slices.map(({ percent }) => percent),
    xUnit: "%",
    yUnit: "ms",
    yMax,
    series: PARTS.map((part) => ({
      label: part,
      colour: part,
      values: slices.map(({ parts }) => parts[part]),
    })),
  };
  const middle = slices[slices.length >> 1]!;
  const words = PARTS.map((part) => `${part} ${formatMs(middle.parts[part])} ms`).join(", ");
  return html`<div><h4>${name}</h4>${
    plotMarkup(plot, `Parts of ttfa in ${name}, in the middle: ${words}`)
  }</div>`;
}

function tableRows(cohort: Cohort) {
  return partsBySlice(cohort, pathOf(cohort), TABLE_SLICES).map((slice, i, { length }) => {
    const [from, to] = [i, i + 1].map((k) => Math.round(100 * k / length));
    return [
      `${cohort.name}, ${from} – ${to} %`,
      ...PARTS.map((part) => formatMs(slice.parts[part])),
      formatMs(heightOf(slice)),
    ];
  });
}

function heightOf({ parts }: Slice): number {
  return PARTS.reduce((sum, part) => sum + parts[part], 0);
}
