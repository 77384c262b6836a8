import type { HistoryCell } from "../gate/history_judgement.ts";
import type { CellJudgement } from "../gate/judgement.ts";
import type { JudgedMetric } from "../gate/limits.ts";
import { gateAmount, gateDifference } from "./gate_amount.ts";
import type { AnyGateReport, HistoryReport } from "./gate_report.ts";
import { GATE_LABEL } from "./gate_label.ts";
import { plural } from "./number.ts";

/** What stands below a gate's table. */
export interface Note {
  readonly tone: "bad" | "doubtful" | "plain";
  readonly text: string;
}

type AnyCell = CellJudgement | HistoryCell;

/** The regressions, what could not be seen, what is likely but no regression, the levels that changed. */
export function gateFindings(report: AnyGateReport): Note[] {
  const cells: readonly AnyCell[] = report.cells;
  const found = (finding: AnyCell["finding"]) => cells.filter((cell) => cell.finding === finding);
  const { late, verdict } = report;
  // What could not be seen beside a regression does not unsettle it.
  const doubtful = verdict === "regression" ? [] : [...found("blind"), ...found("unsettled")];
  return [
    ...found("slower").map((cell) => ({ tone: "bad" as const, text: slower(cell) })),
    ...doubtful.map((cell) => ({ tone: "doubtful" as const, text: `? ${doubtOf(cell)}` })),
    ...found("none").filter(({ low = 0 }) => low > 0)
      .map((cell) => ({ tone: "plain" as const, text: slightly(cell) })),
    ...("past" in report ? changes(report) : []),
    ...(late > 0
      ? [{
        tone: "plain" as const,
        text: late === 1
          ? "1 turn was sent late and counts for nothing"
          : `${late} turns were sent late and count for nothing`,
      }]
      : []),
  ];
}

/** What failed, in a sentence. */
export function slower({ metric, region, effect, base, unit }: AnyCell): string {
  const share = unit === "ms" ? ` (+${(100 * effect / base).toFixed(1)} %)` : "";
  return `✗ ${region}: ${GATE_LABEL[metric]} ${is(unit)} ${
    gateDifference(unit, effect)
  }${share} up`;
}

/** Turns are many. */
function is(unit: AnyCell["unit"]): string {
  return unit === "share" ? "are" : "is";
}

/** Of a row that passed: what the interval says all the same. */
function slightly({ metric, region, unit, effect, low }: AnyCell): string {
  const up = `${is(unit)} ${gateDifference(unit, effect)} up`;
  return `${region}: ${GATE_LABEL[metric]} ${up}, and by the 95 % interval ` +
    `at least ${gateDifference(unit, low!)}: less, or less sure, than what fails`;
}

/** Why a row could not be judged, in a sentence. */
export function doubtOf(cell: AnyCell): string {
  return cell.finding === "unsettled" ? unsettled(cell as HistoryCell) : blind(cell);
}

function blind(cell: AnyCell): string {
  const { metric, region, visible, size, unit } = cell;
  const seen = visible === undefined
    ? "nothing could be seen"
    : `only ${gateDifference(unit, visible)} could be seen`;
  return `${region}: ${GATE_LABEL[metric]}: ${seen}, and what matters is ${
    gateDifference(unit, size)
  }: ` +
    remedy(cell);
}

function remedy(cell: AnyCell): string {
  if (!("runs" in cell)) {
    const { blocks, turns } = cell.needed!;
    // More callers do not help where no p is small enough.
    const callers = cell.visible === undefined ? "" : ", or as many turns of more --clients";
    return `about ${blocks} blocks (${turns} turns of each) would do${callers}`;
  }
  if (cell.moreRuns !== undefined) return `about ${plural(cell.moreRuns, "more run")} would do`;
  return `runs scatter too much for it; take more turns in each, a quieter machine, a larger ` +
    `${SIZE_FLAG[cell.metric] ?? "--size"}, or gate --base against --candidate`;
}

const SIZE_FLAG: { readonly [metric in JudgedMetric]?: string } = {
  slow_turns: "--slow-size",
  ttfa_tail: "--tail-size",
  cold_start: "--tail-size",
};

function unsettled({ metric, region, runs, moreRuns }: HistoryCell): string {
  return `${region}: ${GATE_LABEL[metric]}: its level changed ${plural(runs, "run")} ago: ` +
    `${plural(moreRuns!, "more run")} would do`;
}

function changes({ cells, past }: HistoryReport): Note[] {
  return cells.flatMap((cell) =>
    cell.changes.map((at) => {
      const { runId, startedAt } = past[at]!;
      const [before, after] = levelsAround(cell, at).map((value) => gateAmount(cell.unit, value));
      return {
        tone: "plain" as const,
        text: `${cell.region}: the level of ${
          GATE_LABEL[cell.metric]
        } changed from ${before} to ${after} with run ${runId} (${startedAt.slice(0, 10)})`,
      };
    })
  );
}

/** Medians of the two levels that meet at a change. */
function levelsAround({ values, changes }: HistoryCell, at: number): [number, number] {
  const i = changes.indexOf(at);
  return [
    medianOf(values.slice(changes[i - 1] ?? 0, at)),
    medianOf(values.slice(at, changes[i + 1])),
  ];
}

function medianOf(values: readonly (number | null)[]): number {
  const sorted = values.filter((value) => value !== null).sort((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}
