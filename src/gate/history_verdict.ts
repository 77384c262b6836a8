import { type HistoryCell, type JudgedSeries, LEAST_RUNS } from "./history_judgement.ts";
import type { HistorySeries } from "./history_series.ts";
import type { GateVerdict } from "./looks.ts";

/** What a history of `runs` comparable runs comes to, and what it does not tell. */
export function gateVerdictOf(
  all: readonly HistorySeries[],
  runs: number,
  judge: (series: readonly JudgedSeries[]) => HistoryCell[],
): { verdict: GateVerdict; reasons: string[]; cells: HistoryCell[] } {
  if (runs < LEAST_RUNS) {
    const more = LEAST_RUNS - runs;
    const reason = `a run is judged by ${LEAST_RUNS} comparable ones at least: ${more} more ${
      more === 1 ? "is" : "are"
    } needed`;
    return { verdict: "inconclusive", reasons: [reason], cells: [] };
  }
  const told = all.filter((series) => runsOf(series) >= LEAST_RUNS);
  const cells = judge(told.filter((series): series is JudgedSeries => series.own !== undefined));
  const reasons = all.flatMap(unjudged);
  if (cells.some(({ finding }) => finding === "slower")) {
    return { verdict: "regression", reasons, cells };
  }
  if (cells.length === 0) reasons.push("past runs have nothing that this one has");
  const isOpen = reasons.length > 0 || cells.some(({ finding }) => finding !== "none");
  return { verdict: isOpen ? "inconclusive" : "passed", reasons, cells };
}

function runsOf({ past }: HistorySeries): number {
  return past.filter(Boolean).length;
}

/** Why a series is not judged. What no past run has is new, and what few had and this one has not is old. */
function unjudged(series: HistorySeries): string[] {
  const { metric, region, own } = series;
  const runs = runsOf(series);
  if (runs >= LEAST_RUNS) {
    return own ? [] : [`${region}: past runs have ${metric}, and this one has not`];
  }
  if (!own || runs === 0) return [];
  return [`${region}: only ${runs} past runs have ${metric}: it is judged from ${LEAST_RUNS} on`];
}
