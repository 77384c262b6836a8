import { flagName, readFlags } from "../config/flag.ts";
import { GATE_FLAGS, type GateFlagValues, HISTORY_FLAGS } from "../config/gate_flags.ts";
import { type Problem, UsageError } from "../config/problem.ts";
import { readRun } from "../report/saved/read_run.ts";
import type { SavedRun } from "../report/saved/saved_run.ts";
import type { FlagTexts } from "./flag_command.ts";

/** A run and the folder of past ones that it is judged by. */
export interface HistoryRequest {
  readonly config: GateFlagValues;
  readonly run: SavedRun;
  /** Where the run is. */
  readonly path: string;
  readonly history: string;
}

/**
 * Reads `gate RUN --history DIR`.
 *
 * @throws {UsageError} with every problem at once
 */
export async function readHistoryRequest(
  texts: FlagTexts,
  unknownFlags: readonly Problem[],
  path: string | undefined,
): Promise<HistoryRequest> {
  const { values: config, problems: flagProblems } = readFlags(GATE_FLAGS, texts);
  const problems = [...unknownFlags, ...flagProblems, ...strangers(texts)];
  const run = path === undefined ? noRun(problems) : await readRun(path).catch((error) => {
    if (!(error instanceof UsageError)) throw error;
    problems.push(...error.problems);
  });
  const { history } = config;
  const isTold = problems.some(({ field }) => field === "--history");
  if (history === undefined && !isTold) {
    problems.push(noHistory(`is missing, and the run '${path}' is judged by past ones`));
  } else if (history !== undefined) {
    const info = await Deno.stat(history).catch(() => undefined);
    if (!info?.isDirectory) problems.push(noHistory(`'${history}' is no folder`));
  }
  if (problems.length > 0) throw new UsageError(problems);
  return { config, run: run!, path: path!, history: history! };
}

/** Flags of the gate between two targets, which drives them. */
function strangers(texts: FlagTexts): Problem[] {
  const keys = Object.keys(texts) as (keyof typeof GATE_FLAGS)[];
  return keys.filter((key) => !HISTORY_FLAGS.includes(key)).map((key) => ({
    field: flagName(GATE_FLAGS[key]),
    rule: "is for a gate between two targets, and --history judges a run that has ended",
    remedy: "leave one of them out",
  }));
}

function noRun(problems: Problem[]): void {
  const remedy = "name a run folder, e.g. ttfa gate ttfa-runs/latest --history ttfa-runs";
  problems.push({ field: "RUN", rule: "is missing", remedy });
}

function noHistory(rule: string): Problem {
  return { field: "--history", rule, remedy: "name the folder that holds the past run folders" };
}
