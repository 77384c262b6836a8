import { cellsOf } from "../gate/cell.ts";
import { syntheticBlocks } from "../gate/gate_fixtures.ts";
import { syntheticRun } from "../gate/history_fixtures.ts";
import { type JudgedSeries, judgeHistory } from "../gate/history_judgement.ts";
import { seriesOf } from "../gate/history_series.ts";
import { judgeCells } from "../gate/judgement.ts";
import { DEFAULT_RULES } from "../gate/rules.ts";
import { seeded } from "../random/random.ts";
import type { GateReport, HistoryReport } from "./gate_report.ts";

const HEAD = {
  schemaVersion: 1,
  runId: "g-1",
  reasons: [],
  rules: DEFAULT_RULES,
  late: 0,
} as const;

/** For tests: two targets, the second 5 ms slower; too few blocks to say anything of its tail. */
export function duetReport(base = "git:main", region = "eu"): GateReport {
  const blocks = syntheticBlocks({ blocks: 12, turns: 20, addedMs: 5 }, seeded(1, "report"));
  const cells = judgeCells(cellsOf(region, blocks), { ...DEFAULT_RULES, slowSize: 0.01 });
  return {
    ...HEAD,
    ...{ base, candidate: "local", verdict: "regression", blocks: 12, looks: 1, turns: 240, cells },
    ...{ maxBlocks: 12, lookAlpha: DEFAULT_RULES.alpha },
  };
}

/** For tests: 60 past runs whose level changed with the 31st, and a run that is 60 ms above it. */
export function historyReport(base = "runs", region = "eu"): HistoryReport {
  const random = seeded(1, "report");
  const run = (addedMs: number) =>
    new Map([[region, syntheticRun({ turns: 60, addedMs }, random).get("eu")!]]);
  const past = Array.from({ length: 60 }, (_, i) => run(i < 30 ? 0 : 90));
  const series = seriesOf(region, past, run(150)) as JudgedSeries[];
  return {
    ...HEAD,
    ...{ base, candidate: "g-1", verdict: "regression", turns: 60, leftOut: { "not valid": 2 } },
    cells: judgeHistory(series, DEFAULT_RULES),
    past: past.map((_, i) => ({
      runId: `run-${i}`,
      startedAt: new Date(Date.UTC(2026, 0, 1, i)).toISOString(),
    })),
  };
}
