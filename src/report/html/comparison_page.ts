import { type ComparisonView, comparisonViewOf, type ShownFigure } from "../comparison_view.ts";
import type { RunReport } from "../run_json.ts";
import { tableMarkup } from "./chart.ts";
import { documentText } from "./document.ts";
import { type Content, html, type Markup } from "./markup.ts";
import { whenAndHowLong } from "./run_facts.ts";

/** `comparison.html`: two runs side by side. */
export function renderComparisonHtml(a: RunReport, b: RunReport): string {
  const { columns, groups, notes, legend } = comparisonViewOf(a, b);
  return documentText({
    title: `ttfa: ${a.runId} and ${b.runId}`,
    heading: "Two runs side by side",
    about: html`A: run ${a.runId} · ${whenAndHowLong(a)}<br>B: run ${b.runId} · ${
      whenAndHowLong(b)
    }`,
    main: html`
      ${notes.length > 0 ? notesMarkup(notes) : undefined}
      ${groups.map((group) => groupMarkup(group, columns))}
      <p class="hint">${legend}</p>
    `,
  });
}

function notesMarkup(notes: readonly string[]): Markup {
  return html`
    <section class="verdict doubtful" aria-label="What speaks against comparing them">
      <ul
        class="notes doubtful">${notes.map((note) => html`<li>${note}</li>`)}</ul>
    </section>
  `;
}

function groupMarkup(
  { name, rows }: ComparisonView["groups"][number],
  columns: readonly string[],
): Markup {
  const table = {
    head: ["ms", ...columns],
    rows: rows.map(({ metric, figures }) => [metric, ...figures.flatMap(cellsOf)]),
  };
  return html`<section><h2>${name}</h2>${tableMarkup(table, name)}</section>`;
}

function cellsOf({ cells: [a, b, change], tone }: ShownFigure): Content[] {
  return [a, b, tone ? html`<b class="${tone}">${change}</b>` : change];
}
