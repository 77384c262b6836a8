import { type Content, html, jsonMarkup, type Markup } from "./markup.ts";

/** One line, area or cloud of dots. `colour` is the name of a colour of the style sheet. */
export interface Series {
  readonly label: string;
  readonly colour: string;
  readonly dashed?: boolean;
  /** One value for each `x`; `null`: none. */
  readonly values: readonly (number | null)[];
}

/** What the page's script draws: see `page/charts.js`. */
export interface Plot {
  readonly kind: "stairs" | "steps" | "stack" | "dots";
  readonly x: readonly number[];
  /** Empty: a number of its own. */
  readonly xUnit: "ms" | "%" | "s" | "";
  readonly yUnit: "ms" | "%";
  readonly series: readonly Series[];
  /** The top of the y axis, where plots beside one another share it. */
  readonly yMax?: number;
  /** The y axis shows where the values lie, and not how far from 0. */
  readonly zoomed?: boolean;
}

export interface Table {
  readonly head: readonly string[];
  /** The first cell of a row is its heading. */
  readonly rows: readonly (readonly Content[])[];
}

export interface Figure {
  readonly title: string;
  /** One sentence on how to read it. */
  readonly caption: Content;
  readonly body: Markup;
  readonly table: Table;
}

/** A plot that the script draws with uPlot; `label` says in words what it shows. */
export function plotMarkup(plot: Plot, label: string): Markup {
  return html`
    <div class="plot" role="img" aria-label="${label}">
      <script type="application/json">${jsonMarkup(plot)}</script>
    </div>
  `;
}

/** A chart with its heading, how to read it, and its figures in a table behind it. */
export function figureMarkup({ title, caption, body, table }: Figure): Markup {
  return html`
    <figure>
    <figcaption><h3>${title}</h3><p>${caption}</p></figcaption>
    ${body}
    <details><summary>The figures of “${title}” as a table</summary>${tableMarkup(
      table,
      title,
    )}</details>
    </figure>
  `;
}

/** A table that scrolls in itself where it is too wide. Of `words`, the cells begin at the left. */
export function tableMarkup(
  { head, rows }: Table,
  label: string,
  kind: "figures" | "words" = "figures",
): Markup {
  const [corner, ...columns] = head;
  return html`
    <div class="scroll" role="region" aria-label="${label}" tabindex="0">
      <table class="${kind}">
        <thead>
          <tr><th scope="col">${corner}</th>${columns.map((name) =>
            html`<th scope="col">${name}</th>`
          )}</tr>
        </thead>
        <tbody>${rows.map(rowMarkup)}</tbody>
      </table>
    </div>
  `;
}

function rowMarkup([heading, ...cells]: readonly Content[]): Markup {
  return html`
    <tr><th scope="row">${heading}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>
  `;
}

/** What the colours of a chart stand for. */
export function legend(
  entries: readonly { label: string; colour: string; dashed?: boolean }[],
): Markup {
  return html`<ul class="legend">${
    entries.map(({ label, colour, dashed }) =>
      html`<li><i class="${colour} ${dashed ? "dashed" : ""}"></i>${label}</li>`
    )
  }</ul>`;
}

const SERIES_COLOURS = 6;

/** How the n-th region is drawn, from 0; the second half dozen has the same colours, dashed. */
export function seriesLook(index: number): { colour: string; dashed: boolean } {
  const colour = `series-${index % SERIES_COLOURS + 1}`;
  return { colour, dashed: Math.floor(index / SERIES_COLOURS) % 2 === 1 };
}
