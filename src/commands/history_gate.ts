import { gateVerdictOf } from "../gate/history_verdict.ts";
import { judgeHistory } from "../gate/history_judgement.ts";
import { type RegionFigures, seriesOf } from "../gate/history_series.ts";
import type { GateRules } from "../gate/rules.ts";
import { figuresOf } from "../gate/run_figures.ts";
import { Summary } from "../metrics/summary.ts";
import type { HistoryReport } from "../report/gate_report.ts";
import { type History, readHistory } from "../report/saved/history.ts";
import type { SavedRun } from "../report/saved/saved_run.ts";

/** Judges a run by the past ones of a folder. */
export async function judgeByHistory(
  own: SavedRun,
  folder: string,
  rules: GateRules,
): Promise<HistoryReport> {
  const history = await readHistory(folder, own.report);
  const figures = read(own);
  const arms = [...figures.values()];
  const head = {
    schemaVersion: 1 as const,
    runId: own.report.runId,
    base: folder,
    candidate: own.report.runId,
    rules,
    turns: arms.reduce((sum, { ttfaMs, failed, late }) => sum + ttfaMs.length + failed + late, 0),
    late: arms.reduce((sum, { late }) => sum + late, 0),
    past: history.comparable.map(({ report: { runId, startedAt } }) => ({ runId, startedAt })),
    leftOut: history.leftOut,
  };
  const { state, validity } = own.report;
  if (state !== "complete" || !validity.valid) {
    const partial = state === "interrupted" ? ["the run is partial"] : [];
    return { ...head, verdict: "invalid", reasons: [...partial, ...validity.reasons], cells: [] };
  }
  return { ...head, ...judgement(figures, history, rules) };
}

function judgement(own: RegionFigures, { comparable }: History, rules: GateRules) {
  const past = comparable.map(read);
  const series = [...own.keys()].flatMap((region) => seriesOf(region, past, own));
  return gateVerdictOf(series, past.length, (judged) => judgeHistory(judged, rules));
}

function read({ report, turns }: SavedRun): RegionFigures {
  return figuresOf(turns, Summary.decode(report.histograms));
}
