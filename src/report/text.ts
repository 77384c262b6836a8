import { type Counts, total } from "../metrics/counts.ts";
import type { MetricName } from "../metrics/names.ts";
import { neverHas } from "../metrics/never_of.ts";
import type { OutcomeRow, SummaryRow } from "../metrics/summary.ts";
import type { TurnErrors } from "../metrics/turn_errors.ts";
import type { Verdict } from "../metrics/verdict.ts";
import { fleetLines } from "./fleet_lines.ts";
import { instrumentLines } from "./instrument_lines.ts";
import { LISTED } from "./listed.ts";
import { formatMs, plural } from "./number.ts";
import { outcomeCounts } from "./outcome_counts.ts";
import { type Paint, painter } from "./paint.ts";
import { partialNote } from "./partial_note.ts";
import type { RunReport } from "./run_json.ts";
import { sideBySide } from "./side_by_side.ts";
import { sideBySideLines } from "./side_by_side_text.ts";
import { verdictFinding } from "./verdict_finding.ts";
import { wrap } from "./wrap.ts";

const HEADER = ["n", "p50", "95 % interval", "p90", "p99"];
const COLUMN_WIDTHS = [8, 9, 18, 9, 9];

/** Missing when expected is a finding; missing else is left out. */
const EXPECTED_OF_SESSIONS: readonly MetricName[] = ["connect", "session_ready"];
const EXPECTED_OF_TURNS: readonly MetricName[] = ["ttfa", "endpointing", "turn", "rtt"];

export interface TextOptions {
  readonly colour: boolean;
  /** The run folder as the reader should see it; missing where there is none. */
  readonly folder?: string | undefined;
}

/**
 * The report for a terminal: a table per region and scenario, the regions side by side, the verdicts,
 * the doubts, the folder.
 */
export function renderText(report: RunReport, { colour, folder }: TextOptions): string {
  const paint = painter(colour);
  const groups = report.outcomes.map((outcomes) => {
    const isOfGroup = ({ region, scenario }: SummaryRow) =>
      region === outcomes.region && scenario === outcomes.scenario;
    return group(outcomes, report.summary.filter(isOfGroup), paint, isVoid(report));
  });
  return [
    ...(groups.length > 0 ? groups : [[paint("bad", "Nothing was measured.")]]),
    sideBySideLines(sideBySide(report), paint),
    fleetLines(report.fleet),
    instrumentLines(report),
    boundlessNote(report.summary, paint),
    thresholdLines(report, paint),
    doubts(report, paint),
    [folder === undefined ? "Nothing was saved." : `Results in ${folder}`],
  ].filter((lines) => lines.length > 0).map((lines) => lines.join("\n") + "\n").join("\n");
}

/** Whether its figures must not be taken for what was asked: no row of them stands unmarked. */
function isVoid({ state, validity }: RunReport): boolean {
  return state !== "running" && !validity.valid;
}

function group(
  outcomes: OutcomeRow,
  rows: readonly SummaryRow[],
  paint: Paint,
  isVoid: boolean,
): string[] {
  const row = (metric: MetricName) => rows.find((row) => row.metric === metric);
  const hasTurns = outcomes.attempts > 0;
  const expected = [...EXPECTED_OF_SESSIONS, ...(hasTurns ? EXPECTED_OF_TURNS : [])];
  const shown = LISTED.map(row)
    .filter((row) => row !== undefined)
    .filter(({ metric, count }) =>
      count > 0 || expected.includes(metric) && !neverHas(outcomes.scenario, metric)
    );
  const attempts = [
    ...(hasTurns ? [counts("turn", outcomes.turns, paint, outcomes.errors)] : []),
    counts("session", outcomes.sessions, paint),
    ...(outcomes.dropped > 0 ? [paint("bad", `${outcomes.dropped} dropped`)] : []),
  ];
  return [
    paint("heading", `${outcomes.region} · ${outcomes.scenario}`) +
    (isVoid ? paint("bad", " · not valid, see below") : ""),
    `  ${attempts.join(" · ")}`,
    ...underrunLine(outcomes),
    paint("aside", tableLine("ms", HEADER)),
    ...shown.map((row) => metricLine(row, paint)),
    ...pacingLine(row("pacing")),
  ];
}

function underrunLine({ underrunTurns = 0 }: OutcomeRow): string[] {
  return underrunTurns === 0 ? [] : [
    `  in ${
      plural(underrunTurns, "ok turn")
    } a player without a buffer ran dry: see underruns in ` +
    "turns.csv",
  ];
}

/** `30 turns: 28 ok, 2 error (gone 2)`, the good ones first. */
function counts(noun: string, of: Counts<string>, paint: Paint, errors?: TurnErrors): string {
  const seen = outcomeCounts(of, errors)
    .map(({ outcome, text }) => paint(outcome === "ok" ? "good" : "bad", text));
  const attempts = plural(total(of), noun);
  return seen.length > 0 ? `${attempts}: ${seen.join(", ")}` : attempts;
}

/** What one came for stands out. */
function metricLine(row: SummaryRow, paint: Paint): string {
  const { metric, count, p50, p50_low, p50_high, p90, p99 } = row;
  const interval = p50_low !== undefined && p50_high !== undefined
    ? `${formatMs(p50_low)} – ${formatMs(p50_high)}`
    : "";
  const cells = [`${count}`, formatMs(p50), interval, formatMs(p90), formatMs(p99)];
  const line = tableLine(metric, cells);
  return metric === "ttfa" ? paint("heading", line) : line;
}

function tableLine(name: string, cells: readonly string[]): string {
  return `  ${name.padEnd(16)}` + cells.map((cell, i) => cell.padStart(COLUMN_WIDTHS[i]!)).join("");
}

/** The error of the instrument, beside what it measured. */
function pacingLine(pacing: SummaryRow | undefined): string[] {
  if (!pacing || pacing.count === 0) return [];
  const { count, p50, p99, max } = pacing;
  return [
    `  frames sent late by p50 ${formatMs(p50)}, p99 ${formatMs(p99)}, max ${formatMs(max)} ms ` +
    `(${plural(count, "frame")})`,
  ];
}

/** Says of small samples what their p99 cannot say itself. */
function boundlessNote(rows: readonly SummaryRow[], paint: Paint): string[] {
  const isBoundless = ({ metric, count, p99_high }: SummaryRow) =>
    LISTED.includes(metric) && count > 0 && p99_high === undefined;
  return rows.some(isBoundless)
    ? [paint("aside", "A p99 of fewer than 299 values has no upper bound: read it as “at least”.")]
    : [];
}

function thresholdLines({ state, aborted, thresholds }: RunReport, paint: Paint): string[] {
  const lines = thresholds.flatMap((verdict) => verdictLines(verdict, paint));
  const isPartial = state === "interrupted" && !aborted && lines.length > 0;
  return isPartial
    ? [paint("aside", "As of the interruption, which judges nothing:"), ...lines]
    : lines;
}

function verdictLines({ note, ...verdict }: Verdict, paint: Paint): string[] {
  const { passed, observed } = verdict;
  const mark = passed ? paint("good", "✓") : paint("bad", observed === undefined ? "?" : "✗");
  const line = `${mark} ${verdict.threshold.expression.padEnd(32)}  ${verdictFinding(verdict)}`;
  return [line, ...(note === undefined ? [] : [paint("aside", `  ${note}`)])];
}

function doubts(report: RunReport, paint: Paint): string[] {
  const { validity, warnings } = report;
  const invalid = validity.valid ? [] : validity.reasons.map((reason) => `Not valid: ${reason}`);
  const partial = partialNote(report);
  const early = partial === undefined ? [] : [`${partial[0]!.toUpperCase()}${partial.slice(1)}.`];
  return [
    ...invalid.flatMap((text) => wrap(text).map((line) => paint("bad", line))),
    ...[...early, ...warnings.map((warning) => `Warning: ${warning}`)]
      .flatMap((text) => wrap(text).map((line) => paint("doubtful", line))),
  ];
}
