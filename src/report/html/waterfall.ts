import { formatMs } from "../number.ts";
import { type Content, html, Markup } from "./markup.ts";

export interface Segment {
  readonly colour: string;
  readonly fromMs: number;
  readonly toMs: number;
}

export interface WaterfallRow {
  readonly label: Content;
  readonly value: string;
  readonly segments: readonly Segment[];
}

const WIDTH = 1000;

/** Rows of bars on one axis that begins at 0 and ends at a round figure, `lastMs` or beyond. */
export function waterfall(rows: readonly WaterfallRow[], lastMs: number, label: string): Markup {
  const endMs = roundEnd(lastMs);
  const scale = WIDTH / endMs;
  return html`<div class="waterfall" role="img" aria-label="${label}">
<div class="axis"><span></span><span class="ticks"><i>0</i><i>${formatMs(endMs / 2)}</i><i>${
    formatMs(endMs)
  } ms</i></span><span></span></div>
${rows.map((row) => rowMarkup(row, scale))}</div>`;
}

function rowMarkup({ label, value, segments }: WaterfallRow, scale: number): Markup {
  const bars = segments.map((segment) => barMarkup(segment, scale));
  const size = `viewBox="0 0 ${WIDTH} 16" preserveAspectRatio="none"`;
  return html`
    <div
      class="row"><span class="label">${label}</span>${new Markup(
        `<svg ${size} aria-hidden="true">${bars.join("")}</svg>`,
      )}<span class="value">${value}</span></div>
  `;
}

/** A whisker is a line in the middle of the row; nothing that was measured is too thin to be seen. */
function barMarkup({ colour, fromMs, toMs }: Segment, scale: number): Markup {
  const [y, height] = colour === "whisker" ? [7, 2] : [2, 12];
  const x = (fromMs * scale).toFixed(1);
  const width = Math.max((toMs - fromMs) * scale, 1.5).toFixed(1);
  return html`
    <rect class="${colour}" x="${x}" y="${y}" width="${width}"
      height="${height}" />
  `;
}

const ROUND = [1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10];

function roundEnd(lastMs: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(lastMs, 0.01)));
  return power * ROUND.find((step) => step * power >= lastMs * (1 - 1e-9))!;
}
