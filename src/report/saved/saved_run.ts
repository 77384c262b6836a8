import type { SessionSample, TurnSample } from "../../metrics/sample.ts";
import type { RunReport } from "../run_json.ts";

/** A row of `turns.csv`: of the frames' lateness it keeps two figures. */
export interface SavedTurn extends Omit<TurnSample, "pacingMs"> {
  readonly pacingP99Ms?: number;
  readonly pacingMaxMs?: number;
}

/** A row of `sessions.csv`. */
export type SavedSession = Omit<SessionSample, "scenario">;

/** A run folder, read back. */
export interface SavedRun {
  /** As `run.json` has it, or rebuilt from the tables where the run never ended. */
  readonly report: RunReport;
  readonly turns: readonly SavedTurn[];
  readonly sessions: readonly SavedSession[];
}
