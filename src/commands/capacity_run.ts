import { drive, type Ended } from "../capacity/drive.ts";
import { type Result, resultOf, type Trial } from "../capacity/result.ts";
import { signsOf } from "../capacity/signs.ts";
import { tableHead, trialLine, verdictText } from "../capacity/text.ts";
import { systemReason } from "../config/system_reason.ts";
import { total } from "../metrics/counts.ts";
import { painter } from "../report/paint.ts";
import { systemClock } from "../time/system_clock.ts";
import { RUNS } from "./check_out.ts";
import { announcement } from "./announce.ts";
import { measureBench } from "./bench_run.ts";
import { type CapacityRequest, levelOf } from "./capacity_request.ts";
import { EXIT, type ExitCode } from "./exit_code.ts";
import { generatorWasLate } from "./judge.ts";
import type { Output } from "./output.ts";
import { makeRunId, runHead } from "./run_head.ts";

/** Searches, prints each run as it ends and the verdict, and leaves all runs and `capacity.json`. */
export async function runCapacity(
  request: CapacityRequest,
  output: Output,
  signal: AbortSignal,
): Promise<ExitCode> {
  const { bench, rules } = request;
  const startedAt = new Date();
  const runId = makeRunId(startedAt);
  const folder = bench.config.out ?? `${RUNS}/${runId}-capacity`;
  output.err(announcement(bench));
  const say = bench.config.json ? output.err : output.out;
  let isWhole = true;
  const onUnwritten = (why: string) => {
    isWhole = false;
    output.err(`${why}\n`);
  };
  const ended = await search(request, folder, output, say, signal, onUnwritten);
  if (ended.attempts.length === 0) {
    if (!isWhole) return EXIT.invalid;
    return ended.end === "interrupted" ? EXIT.interrupted : EXIT.unreachable;
  }
  const result = resultOf(ended);
  const report = {
    ...capacityHead(request, runId, startedAt),
    endedAt: new Date().toISOString(),
    result,
    trials: ended.attempts,
  };
  const text = `${JSON.stringify(report, null, 2)}\n`;
  say(`\n${verdictText(result, rules.max)}\n`);
  if (bench.config.json) output.out(text);
  await Deno.writeTextFile(`${folder}/capacity.json`, text).then(
    () => say(`Results in ${folder}\n`),
    (error) => onUnwritten(`'${folder}' did not take the results: ${systemReason(error)}`),
  );
  return isWhole ? exitCode(result) : EXIT.invalid;
}

function search(
  request: CapacityRequest,
  folder: string,
  output: Output,
  say: (text: string) => void,
  signal: AbortSignal,
  onUnwritten: (why: string) => void,
): Promise<Ended<Trial>> {
  const { bench: { config }, rules, maxMs } = request;
  const isTerminal = config.json ? output.errIsTerminal : output.outIsTerminal;
  const paint = painter(isTerminal && !Deno.env.get("NO_COLOR"));
  // Not before there is a line for it.
  let head = `${tableHead()}\n`;
  return drive<Trial>({
    ...{ clock: systemClock, rules, maxMs, signal },
    attempt: async (clients, number) => {
      const trial = await attempt(request, clients, number, folder, output, signal, onUnwritten);
      if (!trial) return undefined;
      say(`${head}${trialLine(trial, paint)}\n`);
      head = "";
      return trial;
    },
  });
}

/** As a run's, without what each run of the search has for itself. */
function capacityHead({ bench, rules, stepMs, maxMs }: CapacityRequest, id: string, at: Date) {
  const { config, ...head } = runHead(id, at, bench);
  const { load: _, plannedTurns: _turns, workers: _threads, maxMinutes: _billed, ...asked } =
    config as Readonly<Record<string, unknown>>;
  return { schemaVersion: 1, ...head, config: asked, search: { ...rules, stepMs, maxMs } };
}

const NO_TURN =
  "--step-duration: no caller began to wait for a reply while all of them were there; " +
  "give a longer one";

async function attempt(
  request: CapacityRequest,
  clients: number,
  number: number,
  folder: string,
  output: Output,
  signal: AbortSignal,
  onUnwritten: (why: string) => void,
): Promise<Trial | undefined> {
  const run = `${String(number).padStart(3, "0")}-${clients}-clients`;
  const measured = await measureBench(
    levelOf(request, clients, number, `${folder}/${run}`),
    output,
    signal,
  );
  if (!measured) return undefined;
  const { summary, report, exitCode, loads } = measured;
  if (measured.folder?.unwritten !== undefined) {
    onUnwritten(measured.folder.unwritten);
    return undefined;
  }
  if (report.state === "interrupted") {
    // Cut short by what failed, a thread say: that tells nothing of the level.
    if (!signal.aborted) output.err(`${report.validity.reasons.join("\n")}\n`);
    return undefined;
  }
  const isVoid = generatorWasLate(summary);
  if (!isVoid && total(summary.turns()) === 0 && summary.sessions().ok) {
    output.err(`${NO_TURN}\n`);
    return undefined;
  }
  const signs = signsOf(summary, isVoid, loads);
  const { thresholds } = report;
  return { clients, passed: exitCode === EXIT.passed, isVoid, run, exitCode, thresholds, signs };
}

function exitCode({ end, clients, gaveOut }: Result): ExitCode {
  if (end === "interrupted") return EXIT.interrupted;
  if (end === "unmeasured") return EXIT.unreachable;
  if (gaveOut?.part === "generator") return EXIT.invalid;
  if (end === "out of time") return EXIT.inconclusive;
  return clients === 0 ? EXIT.failed : EXIT.passed;
}
