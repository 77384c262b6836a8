import {
  changedSettings,
  type ComparedFigure,
  type ComparedRow,
  compareRuns,
} from "./comparison.ts";
import { doubtsOf } from "./headline.ts";
import { LISTED } from "./listed.ts";
import { formatMs } from "./number.ts";
import type { RunReport } from "./run_json.ts";

/** One percentile of both runs, as it is told. */
export interface ShownFigure {
  /** A, B, and what B is more. */
  readonly cells: readonly [string, string, string];
  /** Longer is worse; missing where no difference is shown. */
  readonly tone?: "bad" | "good";
}

/** All that any form of a comparison says, in the order in which it is said. */
export interface ComparisonView {
  readonly columns: readonly string[];
  readonly groups: readonly {
    /** Region and scenario. */
    readonly name: string;
    readonly rows: readonly { readonly metric: string; readonly figures: readonly ShownFigure[] }[];
  }[];
  /** What speaks against comparing them at all. */
  readonly notes: readonly string[];
  /** How to read it. */
  readonly legend: string;
}

export function comparisonViewOf(a: RunReport, b: RunReport): ComparisonView {
  const compared = compareRuns(a, b);
  const rows = LISTED.flatMap((name) => compared.filter(({ metric }) => metric === name));
  const groups = Map.groupBy(rows, ({ region, scenario }) => `${region} · ${scenario}`);
  return {
    columns: ["A p50", "B p50", "B − A", "A p99", "B p99", "B − A"],
    groups: [...groups].sort(([a], [b]) => a < b ? -1 : 1)
      .map(([name, rows]) => ({ name, rows: rows.map(shownRow) })),
    notes: notes(a, b),
    legend:
      "~ is no difference that these runs show: their 95 % intervals overlap, or too few values give " +
      "no interval. To decide whether a change made it slower, let both run at once.",
  };
}

function shownRow({ metric, p50, p99 }: ComparedRow) {
  return { metric, figures: [shown(p50), shown(p99)] };
}

function shown(figure: ComparedFigure): ShownFigure {
  const { aMs, bMs, differenceMs } = figure;
  return {
    cells: [formatMs(aMs), formatMs(bMs), difference(figure)],
    ...(differenceMs !== undefined && { tone: differenceMs > 0 ? "bad" : "good" }),
  };
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

function notes(a: RunReport, b: RunReport): string[] {
  const settings = changedSettings(a, b);
  const [ofA, ofB] = [a, b].map((run) => doubtsOf(run).reasons);
  return [
    ...ofA!.map((reason) => `A is not valid: ${reason}`),
    ...ofB!.map((reason) => `B is not valid: ${reason}`),
    ...(settings.length > 0 ? [`Not measured alike: ${settings.join(", ")} differ.`] : []),
  ];
}
