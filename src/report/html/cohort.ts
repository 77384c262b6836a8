import type { MetricName } from "../../metrics/names.ts";
import type { SummaryRow } from "../../metrics/summary.ts";
import type { SavedRun, SavedTurn } from "../saved/saved_run.ts";

/** A turn that was answered. */
export type AnsweredTurn = SavedTurn & { readonly ttfaMs: number };

/** The answered turns of a region and scenario, the fastest first; never empty. */
export interface Cohort {
  /** The region; with the scenario, where the run has answered turns of more than one. */
  readonly name: string;
  readonly turns: readonly AnsweredTurn[];
  /** What the summary has on a metric of them. */
  metric(name: MetricName): SummaryRow | undefined;
}

/** The turns that enter percentiles, by region and scenario in the order of the summary. */
export function cohortsOf({ report, turns }: SavedRun): Cohort[] {
  const groups = report.outcomes.map(({ region, scenario }) => ({
    region,
    scenario,
    turns: turns.filter((turn) => turn.tags.region === region && turn.scenario === scenario)
      .filter(isAnswered)
      .sort((a, b) => a.ttfaMs - b.ttfaMs),
  })).filter(({ turns }) => turns.length > 0);
  const several = new Set(groups.map(({ scenario }) => scenario)).size > 1;
  return groups.map(({ region, scenario, turns }) => ({
    name: several ? `${region} · ${scenario}` : region,
    turns,
    metric: (name) =>
      report.summary.find((row) =>
        row.region === region && row.scenario === scenario && row.metric === name && row.count > 0
      ),
  }));
}

function isAnswered(turn: SavedTurn): turn is AnsweredTurn {
  return turn.outcome === "ok" && turn.ttfaMs !== undefined;
}
