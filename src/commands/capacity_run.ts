import { drive } from "../capacity/drive.ts";
import { type Result, resultOf, type Trial } from "../capacity/result.ts";
import { signsOf } from "../capacity/signs.ts";
import { tableHead, trialLine, verdictText } from "../capacity/text.ts";
import { painter } from "../report/paint.ts";
import { systemClock } from "../time/system_clock.ts";
import { announcement } from "./announce.ts";
import { makeRunId, measureBench } from "./bench_run.ts";
import { type CapacityRequest, levelOf } from "./capacity_request.ts";
import { EXIT, type ExitCode } from "./exit_code.ts";
import { generatorWasLate } from "./judge.ts";
import type { Output } from "./output.ts";
import { runHead } from "./run_head.ts";

/** Searches, prints each run as it ends and the verdict, and leaves all runs and `capacity.json`. */
export async function runCapacity(
  request: CapacityRequest,
  output: Output,
  signal: AbortSignal,
): Promise<ExitCode> {
  const { bench, rules, maxMs } = request;
  const startedAt = new Date();
  const runId = makeRunId(startedAt);
  const folder = bench.config.out ?? `ttfa-runs/${runId}-capacity`;
  const { json } = bench.config;
  const colour = (json ? output.errIsTerminal : output.outIsTerminal) && !Deno.env.get("NO_COLOR");
  const say = (text: string) => json ? output.err(text) : output.out(text);
  output.err(announcement(bench));
  say(`${tableHead()}\n`);
  const ended = await drive<Trial>({
    ...{ clock: systemClock, rules, maxMs, signal },
    attempt: async (clients, number) => {
      const trial = await attempt(request, clients, number, folder, output, signal);
      if (trial && !signal.aborted) say(`${trialLine(trial, painter(colour))}\n`);
      return trial;
    },
  });
  if (ended.attempts.length === 0) {
    return ended.end === "interrupted" ? EXIT.interrupted : EXIT.unreachable;
  }
  const result = resultOf(ended);
  const report = {
    schemaVersion: 1,
    ...runHead(runId, startedAt, bench),
    endedAt: new Date().toISOString(),
    search: { ...rules, stepMs: request.stepMs, maxMs },
    result,
    trials: ended.attempts,
  };
  const text = `${JSON.stringify(report, null, 2)}\n`;
  await Deno.writeTextFile(`${folder}/capacity.json`, text);
  say(`\n${verdictText(result, rules.max)}\nResults in ${folder}\n`);
  if (json) output.out(text);
  return exitCode(result);
}

async function attempt(
  request: CapacityRequest,
  clients: number,
  number: number,
  folder: string,
  output: Output,
  signal: AbortSignal,
): Promise<Trial | undefined> {
  const run = `${String(number).padStart(3, "0")}-${clients}-clients`;
  const measured = await measureBench(
    levelOf(request, clients, number, `${folder}/${run}`),
    output,
    signal,
  );
  if (!measured) return undefined;
  const { summary, report, exitCode, loads } = measured;
  const signs = signsOf(summary, generatorWasLate(summary), loads);
  const { thresholds } = report;
  return { clients, passed: exitCode === EXIT.passed, run, exitCode, thresholds, signs };
}

function exitCode({ end, clients, gaveOut }: Result): ExitCode {
  if (end === "interrupted") return EXIT.interrupted;
  if (end === "unmeasured") return EXIT.unreachable;
  if (gaveOut?.part === "generator") return EXIT.invalid;
  if (end === "out of time") return EXIT.inconclusive;
  return clients === 0 ? EXIT.failed : EXIT.passed;
}
