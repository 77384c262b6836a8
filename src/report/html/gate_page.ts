import type { HistoryCell } from "../../gate/history_judgement.ts";
import { gateAmount } from "../gate_amount.ts";
import { GATE_LABEL } from "../gate_label.ts";
import type { AnyGateReport, HistoryReport } from "../gate_report.ts";
import { type GateRow, type GateView, gateViewOf } from "../gate_view.ts";
import { figureMarkup, legend, type Plot, plotMarkup, tableMarkup } from "./chart.ts";
import { documentText } from "./document.ts";
import { html, type Markup } from "./markup.ts";

/** `gate.html`: what a gate found, and of a single run how the past ones were. */
export function renderGateHtml(report: AnyGateReport): string {
  const view = gateViewOf(report);
  return documentText({
    title: `ttfa: gate ${report.runId}`,
    heading: "past" in report ? "Is this run slower than past runs" : "Is the candidate slower",
    about: view.facts.join(" · "),
    main: html`
      ${verdict(view)}
      ${view.regions.length === 0 ? undefined : table(view)}
      ${"past" in report ? histories(report) : undefined}
    `,
  });
}

function verdict({ tone, verdict, reasons, notes }: GateView): Markup {
  return html`
    <section class="verdict ${tone}" aria-label="Verdict">
    <p class="headline"><strong>${verdict}</strong></p>
    ${list("notes bad", reasons)}
    ${(["bad", "doubtful", "plain"] as const).map((kind) =>
      list(`notes ${kind}`, notes.filter((note) => note.tone === kind).map(({ text }) => text))
    )}
    </section>
  `;
}

function list(kind: string, items: readonly string[]): Markup | undefined {
  if (items.length === 0) return undefined;
  return html`<ul class="${kind}">${items.map((item) => html`<li>${item}</li>`)}</ul>`;
}

const TONE: Readonly<Record<GateRow["finding"], string>> = {
  slower: "bad",
  blind: "doubtful",
  unsettled: "doubtful",
  none: "",
};

function table({ columns, regions, legend }: GateView): Markup {
  const rows = regions.flatMap(({ name, rows }) =>
    rows.map(({ label, finding, cells }) => [
      html`<b class="${TONE[finding]}">${name}</b> <small>${label}</small>`,
      ...cells,
    ])
  );
  const title = "What was found";
  return html`
    <section><h2>${title}</h2>${tableMarkup({ head: ["region", ...columns], rows }, title)}
    <p class="hint">${legend}</p></section>
  `;
}

function histories({ cells, past, candidate }: HistoryReport): Markup | undefined {
  if (cells.length === 0) return undefined;
  const runs = [...past, { runId: candidate, startedAt: "" }];
  return html`
    <section><h2>Run after run</h2>${cells.map((cell) => history(cell, runs))}</section>
  `;
}

/** Each run a dot; a step of the line is a level that changed. */
function history(cell: HistoryCell, runs: HistoryReport["past"]): Markup {
  const { metric, region, unit, candidate, values, expected } = cell;
  const title = `${GATE_LABEL[metric]} in ${region}`;
  const shown = (value: number | null) => value === null ? "–" : gateAmount(unit, value);
  const all = [...values, candidate];
  const isFirst = (i: number) => cell.changes.includes(i);
  return figureMarkup({
    title,
    caption: `One dot a run, the judged one last.${
      expected
        ? ` It was to be expected from ${gateAmount(unit, expected.low)} to ${
          gateAmount(unit, expected.high)
        }, by the ${cell.runs} ${
          cell.changes.length > 0 ? "runs since the level last changed" : "past runs"
        }.`
        : ""
    }`,
    body: html`${
      plotMarkup(
        plotOf(cell),
        `${title}, run after run: this one ${shown(candidate)}, usually ${shown(cell.base)}`,
      )
    }${legend(SERIES)}`,
    table: {
      head: ["run", "started", title, "note"],
      rows: runs.map(({ runId, startedAt }, i) => [
        ...[runId, startedAt.slice(0, 16).replace("T", " "), shown(all[i]!)],
        i === values.length ? "this run" : isFirst(i) ? "a new level" : "",
      ]),
    },
  });
}

const SERIES = [
  { label: "past runs", colour: "series-1" },
  { label: "the first of a new level", colour: "series-3" },
  { label: "this run", colour: "series-2" },
] as const;

function plotOf({ unit, values, candidate, changes }: HistoryCell): Plot {
  const inUnit = (value: number | null) => value !== null && unit === "share" ? 100 * value : value;
  const isFirst = (i: number) => changes.includes(i);
  const [pastRuns, firstRuns, thisRun] = SERIES;
  const pick = (
    holds: (i: number) => boolean,
  ) => [...values.map((value, i) => holds(i) ? inUnit(value) : null)];
  return {
    kind: "dots",
    x: [...values, candidate].map((_, i) => i + 1),
    xUnit: "",
    yUnit: unit === "share" ? "%" : "ms",
    zoomed: true,
    series: [
      { ...pastRuns, values: [...pick((i) => !isFirst(i)), null] },
      { ...firstRuns, values: [...pick(isFirst), null] },
      { ...thisRun, values: [...values.map(() => null), inUnit(candidate)] },
    ],
  };
}
