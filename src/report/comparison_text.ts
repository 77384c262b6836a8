import { comparisonViewOf, type ShownFigure } from "./comparison_view.ts";
import { type Paint, painter } from "./paint.ts";
import type { RunReport } from "./run_json.ts";
import { wrap } from "./wrap.ts";

const WIDTHS = [8, 8, 15, 8, 8, 15];

/** Two runs side by side for a terminal of 80 columns. */
export function renderComparison(
  a: RunReport,
  b: RunReport,
  colour: boolean,
): string {
  const paint = painter(colour);
  const { columns, groups, notes, legend } = comparisonViewOf(a, b);
  return [
    [`A  ${a.runId}  ${a.startedAt}`, `B  ${b.runId}  ${b.startedAt}`],
    ...groups.map(({ name, rows }) => [
      paint("heading", name),
      paint("aside", `  ${"ms".padEnd(16)}${columns.map(padded).join("")}`),
      ...rows.map(({ metric, figures }) =>
        `  ${metric.padEnd(16)}${figures.map((figure) => figureCells(figure, paint)).join("")}`
      ),
    ]),
    notes.flatMap((text) => wrap(text).map((line) => paint("doubtful", line))),
    wrap(legend).map((line) => paint("aside", line)),
  ].filter((lines) => lines.length > 0).map((lines) => lines.join("\n") + "\n")
    .join("\n");
}

function figureCells({ cells, tone }: ShownFigure, paint: Paint): string {
  const [a, b, change] = cells.map(padded);
  return `${a}${b}${tone ? paint(tone, change!) : change}`;
}

function padded(cell: string, i: number): string {
  return cell.padStart(WIDTHS[i]!);
}
