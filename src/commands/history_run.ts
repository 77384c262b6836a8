import { gateFiles } from "../report/gate_files.ts";
import { endGate } from "./gate_end.ts";
import { gateRulesOf } from "./gate_rules.ts";
import type { ExitCode } from "./exit_code.ts";
import { judgeByHistory } from "./history_gate.ts";
import type { HistoryRequest } from "./history_request.ts";
import { keepRun } from "./keep_run.ts";
import type { Output } from "./output.ts";
import { writeFiles } from "./write_files.ts";

/** Judges a run by the past ones, and adds it to them where that is wished for and it did not fail. */
export async function runHistoryGate(
  { config, run, path, history }: HistoryRequest,
  output: Output,
): Promise<ExitCode> {
  const startedAt = new Date();
  const report = await judgeByHistory(run, history, gateRulesOf(config));
  if (config.out !== undefined) await writeFiles(config.out, await gateFiles(report, startedAt));
  const code = endGate(report, { json: config.json, folder: config.out }, output);
  if (config.keep && ["passed", "inconclusive"].includes(report.verdict)) {
    const kept = await keepRun(path, history, report.runId);
    if (!config.quiet) output.err(`${kept}\n`);
  }
  return code;
}
