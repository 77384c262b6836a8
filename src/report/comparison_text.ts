import {
  changedSettings,
  type ComparedFigure,
  type ComparedRow,
  compareRuns,
} from "./comparison.ts";
import { doubtsOf } from "./headline.ts";
import { LISTED } from "./listed.ts";
import { formatMs } from "./number.ts";
import { type Paint, painter } from "./paint.ts";
import type { RunReport } from "./run_json.ts";
import { wrap } from "./wrap.ts";

const WIDTHS = [8, 8, 15, 8, 8, 15];
const HEADER = ["A p50", "B p50", "B − A", "A p99", "B p99", "B − A"];

/** Two runs side by side for a terminal of 80 columns. */
export function renderComparison(
  a: RunReport,
  b: RunReport,
  colour: boolean,
): string {
  const paint = painter(colour);
  const compared = compareRuns(a, b);
  const rows = LISTED.flatMap((name) => compared.filter(({ metric }) => metric === name));
  const groups = Map.groupBy(
    rows,
    ({ region, scenario }) => `${region} · ${scenario}`,
  );
  return [
    [`A  ${a.runId}  ${a.startedAt}`, `B  ${b.runId}  ${b.startedAt}`],
    ...[...groups].sort(([a], [b]) => a < b ? -1 : 1).map(([name, rows]) => [
      paint("heading", name),
      paint("aside", line("ms", HEADER)),
      ...rows.map((row) => rowLine(row, paint)),
    ]),
    notes(a, b).flatMap((text) => wrap(text).map((line) => paint("doubtful", line))),
    wrap(
      "~ is no difference that these runs show: their 95 % intervals overlap, or too few values give " +
        "no interval. To decide whether a change made it slower, let both run at once.",
    ).map((line) => paint("aside", line)),
  ].filter((lines) => lines.length > 0).map((lines) => lines.join("\n") + "\n")
    .join("\n");
}

function rowLine({ metric, p50, p99 }: ComparedRow, paint: Paint): string {
  return `  ${metric.padEnd(16)}${figureCells(p50, paint)}${figureCells(p99, paint)}`;
}

/** Longer is worse. */
function figureCells(figure: ComparedFigure, paint: Paint): string {
  const { aMs, bMs, differenceMs } = figure;
  const [a, b, change] = [formatMs(aMs), formatMs(bMs), difference(figure)]
    .map((cell, i) => cell.padStart(WIDTHS[i]!));
  if (differenceMs === undefined) return `${a}${b}${change}`;
  return `${a}${b}${paint(differenceMs > 0 ? "bad" : "good", change!)}`;
}

/** `+51.2 (+4.1 %)`. */
function difference({ aMs, differenceMs }: ComparedFigure): string {
  if (differenceMs === undefined) return "~";
  const sign = differenceMs < 0 ? "−" : "+";
  const share = aMs! > 0 ? ` (${sign}${percent(Math.abs(differenceMs) / aMs!)} %)` : "";
  return `${sign}${formatMs(Math.abs(differenceMs))}${share}`;
}

function percent(share: number): string {
  return (100 * share).toFixed(share < 0.1 ? 1 : 0);
}

function line(name: string, cells: readonly string[]): string {
  return `  ${name.padEnd(16)}${cells.map((cell, i) => cell.padStart(WIDTHS[i]!)).join("")}`;
}

/** What speaks against comparing them at all. */
function notes(a: RunReport, b: RunReport): string[] {
  const settings = changedSettings(a, b);
  const [ofA, ofB] = [a, b].map((run) => doubtsOf(run).reasons);
  return [
    ...ofA!.map((reason) => `A is not valid: ${reason}`),
    ...ofB!.map((reason) => `B is not valid: ${reason}`),
    ...(settings.length > 0 ? [`Not measured alike: ${settings.join(", ")} differ.`] : []),
  ];
}
