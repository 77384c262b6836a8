import { changePoints } from "./change_points.ts";
import { fromScale, type HistorySeries } from "./history_series.ts";
import { holm } from "./holm.ts";
import type { CellJudgement, Finding } from "./judgement.ts";
import { type Limits, limitsOf } from "./limits.ts";
import { Prediction } from "./prediction.ts";
import type { GateRules } from "./rules.ts";
import { studentT } from "./student_t.ts";

/** Fewer runs than this do not say how runs scatter. */
export const LEAST_RUNS = 20;

/**
 * What the history says of one metric in one region: `base` is the level of the past runs since it last
 * changed, `candidate` the run that is judged. `unsettled`: too few runs since the last change; it is not
 * judged, and `p` is 1.
 */
export interface HistoryCell extends Omit<CellJudgement, "metric" | "finding" | "needed"> {
  readonly metric: HistorySeries["metric"];
  readonly finding: Finding | "unsettled";
  /** What 95 of 100 runs would show, if nothing had changed. */
  readonly expected?: { readonly low: number; readonly high: number };
  /** One figure for each past run, in its unit; `null` where it lacks the metric. */
  readonly values: readonly (number | null)[];
  /** Indices into `values`: the first run of each new level. */
  readonly changes: readonly number[];
  /** How many past runs it is judged by. */
  readonly runs: number;
  /** How many more would most likely do; missing where no number would. */
  readonly moreRuns?: number;
}

/** Changes are looked for at this error rate, over all series together. */
const CHANGE_ALPHA = 0.01;
/** Share of the intervals that may miss on each side. */
const MISS = 0.025;

/** A series of the run that is judged, with at least {@linkcode LEAST_RUNS} past ones. */
export type JudgedSeries = HistorySeries & Required<Pick<HistorySeries, "own">>;

/** Judges all series as one family. */
export function judgeHistory(all: readonly JudgedSeries[], rules: GateRules): HistoryCell[] {
  const read = all.map((series) => levelOf(series, rules, CHANGE_ALPHA / all.length));
  const ps = read.map(({ prediction }, i) => prediction?.p(all[i]!.own.scaled) ?? 1);
  const adjusted = holm(ps);
  const limits = limitsOf(all.map((series, i) => ({ ...series, base: read[i]!.base })), rules);
  return all.map((series, i) => {
    const cell = cellOf(series, read[i]!, limits[i]!);
    const told = { ...cell, p: ps[i]!, adjustedP: adjusted[i]! };
    const { prediction } = read[i]!;
    if (!prediction) return { ...told, finding: "unsettled", moreRuns: LEAST_RUNS - cell.runs };
    return { ...told, ...verdictOn(told, limits[i]!, prediction, rules, all.length) };
  });
}

/** The values since the last change, and what they predict where they are enough. */
interface Level {
  readonly changes: readonly number[];
  readonly values: readonly { readonly value: number; readonly scaled: number }[];
  /** Their centre, in the unit. */
  readonly base: number;
  readonly prediction?: Prediction;
}

function levelOf(
  { unit, past, leastSd }: HistorySeries,
  { seed }: GateRules,
  alpha: number,
): Level {
  const known = past.flatMap((figure, index) => figure ? [{ ...figure, index }] : []);
  const cuts = changePoints(known.map(({ scaled }) => scaled), alpha, seed);
  const values = known.slice(cuts.at(-1) ?? 0);
  const isEnough = values.length >= LEAST_RUNS;
  return {
    changes: cuts.map((cut) => known[cut]!.index),
    values,
    base: usual(unit, values),
    ...(isEnough && { prediction: new Prediction(values.map(({ scaled }) => scaled), leastSd) }),
  };
}

type Told = Omit<HistoryCell, "p" | "adjustedP" | "finding">;

function cellOf(series: JudgedSeries, level: Level, { size }: Limits): Told {
  const { metric, region, unit, past, own } = series;
  const { changes, values, base, prediction } = level;
  const told = {
    ...{ metric, region, unit, base, changes, size },
    values: past.map((figure) => figure?.value ?? null),
    candidate: own.value,
    effect: own.value - base,
    runs: values.length,
  };
  if (!prediction) return told;
  const bounds = prediction.bounds(MISS);
  const [low, high] = [fromScale(unit, bounds.low), fromScale(unit, bounds.high)];
  return { ...told, expected: { low, high }, low: own.value - high, high: own.value - low };
}

function usual(unit: HistorySeries["unit"], values: Level["values"]): number {
  const read = unit === "ms" ? ({ scaled }: Level["values"][number]) => scaled : undefined;
  const mean = values.reduce((sum, of) => sum + (read?.(of) ?? of.value), 0) / values.length;
  return unit === "ms" ? fromScale(unit, mean) : mean;
}

function verdictOn(
  cell: Told & { readonly adjustedP: number },
  { floor, size }: Limits,
  prediction: Prediction,
  rules: GateRules,
  family: number,
): Pick<HistoryCell, "finding" | "visible" | "moreRuns"> {
  const { unit, effect, adjustedP, runs } = cell;
  const ofShift = (scaled: number) =>
    fromScale(unit, prediction.mean + scaled) - fromScale(unit, prediction.mean);
  const sight = { alpha: rules.alpha / family, power: rules.power };
  const visible = ofShift(
    prediction.visible({ ...sight, floor: shiftOf(unit, prediction.mean, floor) }),
  );
  if (adjustedP <= rules.alpha && effect > floor) return { finding: "slower", visible };
  if (visible <= size) return { finding: "none", visible };
  const more = moreRuns(runs, visible / size, sight);
  return { finding: "blind", visible, ...(more !== undefined && { moreRuns: more }) };
}

/** What a difference in its unit is on the scale of the test, at this level. */
function shiftOf(unit: HistorySeries["unit"], mean: number, difference: number): number {
  const moved = fromScale(unit, mean) + difference;
  const scaled = unit === "ms" ? Math.log(moved) : Math.asin(Math.sqrt(Math.min(1, moved)));
  return scaled - mean;
}

/** More runs tell the scatter better, but do not make it smaller: beyond some there is no gain. */
const MOST_RUNS = 200;

function moreRuns(
  runs: number,
  ratio: number,
  { alpha, power }: { readonly alpha: number; readonly power: number },
): number | undefined {
  const reach = (count: number) =>
    (studentT(1 - alpha, count - 1) + studentT(power, count - 1)) * Math.sqrt(1 + 1 / count);
  for (let count = runs + 1; count <= MOST_RUNS; count++) {
    if (reach(count) * ratio <= reach(runs)) return count - runs;
  }
  return undefined;
}
