import { logTailMean, trimmedLogMean } from "./block_statistics.ts";
import type { JudgedMetric } from "./limits.ts";
import { MEDIAN_METRICS, type RunFigures } from "./run_figures.ts";

/** One metric of one region over the past runs, and of the run that is judged: one figure a run. */
export interface HistorySeries {
  readonly metric: JudgedMetric;
  readonly region: string;
  readonly unit: "ms" | "share";
  /** In the order of time; a run without the metric has `undefined`. */
  readonly past: readonly (Figure | undefined)[];
  /** Missing where the run that is judged lacks the metric. */
  readonly own?: Figure;
  /** What chance alone makes of the scatter, on the scale of the test. */
  readonly leastSd: number;
}

/** One run's figure, in its unit and as the test takes it. */
export interface Figure {
  readonly value: number;
  readonly scaled: number;
}

/** A run of the past, or the one that is judged; a region that it did not measure is missing. */
export type RegionFigures = ReadonlyMap<string, RunFigures>;

/** So many times the median wait of the past runs, and a turn counts as slow. */
const SLOW_RATIO = 1.5;

/** Everything that a run has to judge in a region, of which there is anything at all. */
export function seriesOf(
  region: string,
  past: readonly RegionFigures[],
  own: RegionFigures,
): HistorySeries[] {
  const ofPast = past.map((run) => run.get(region));
  const ofOwn = own.get(region);
  const slowMs = SLOW_RATIO * medianOf(ofPast.flatMap((run) => run ? [medianOf(run.ttfaMs)] : []));
  const series = (metric: JudgedMetric, unit: HistorySeries["unit"], read: Read): HistorySeries => {
    const ownFigure = ofOwn && read(ofOwn);
    return {
      ...{ metric, region, unit },
      past: ofPast.map((run) => run && read(run)),
      ...(ownFigure && { own: ownFigure }),
      leastSd: unit === "share" && ofOwn ? countingSd(ofOwn) : 0,
    };
  };
  const all = [
    series("ttfa", "ms", ({ ttfaMs }) => fromLog(trimmedLogMean(ttfaMs))),
    series("ttfa_tail", "ms", ({ ttfaMs }) => fromLog(logTailMean(ttfaMs))),
    series("slow_turns", "share", (run) => slowShare(run, slowMs)),
    ...MEDIAN_METRICS.map((name) => series(name, "ms", (run) => fromMs(run.mediansMs[name]))),
  ];
  return all.filter(({ past, own }) => own || past.some((figure) => figure !== undefined));
}

type Read = (run: RunFigures) => Figure | undefined;

/** A median of 0 µs has no logarithm: times are kept in whole µs. */
const LEAST_MS = 0.001;

function fromLog(log: number | undefined): Figure | undefined {
  return log === undefined ? undefined : { value: Math.exp(log), scaled: log };
}

function fromMs(ms: number | undefined): Figure | undefined {
  return ms === undefined ? undefined : { value: ms, scaled: Math.log(Math.max(ms, LEAST_MS)) };
}

/** The arcsine of the root scatters alike for small shares and large ones (F. J. Anscombe, 1948). */
function slowShare({ ttfaMs, failed }: RunFigures, slowMs: number): Figure | undefined {
  const turns = ttfaMs.length + failed;
  if (turns === 0) return undefined;
  const slow = failed + ttfaMs.filter((ms) => ms > slowMs).length;
  const scaled = Math.asin(Math.sqrt((slow + 3 / 8) / (turns + 3 / 4)));
  return { value: slow / turns, scaled };
}

function countingSd({ ttfaMs, failed }: RunFigures): number {
  return 1 / Math.sqrt(4 * (ttfaMs.length + failed) + 2);
}

/** From the scale of the test to the unit. */
export function fromScale(unit: HistorySeries["unit"], scaled: number): number {
  if (unit === "ms") return Math.exp(scaled);
  return Math.sin(Math.min(Math.max(scaled, 0), Math.PI / 2)) ** 2;
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Infinity;
}
