import { calibrate, SOON } from "../calibration/calibrate.ts";
import { startTruth } from "../calibration/start_truth.ts";
import type { PartLoads } from "../capacity/signs.ts";
import { given } from "../config/given.ts";
import { peakClients } from "../config/load.ts";
import { isScenarioFile } from "../config/scenario_flag.ts";
import { type Calibration, type InstrumentError, instrumentError } from "../metrics/error_bar.ts";
import type { HeldBack } from "../metrics/held_back.ts";
import type { Summary } from "../metrics/summary.ts";
import { evaluate } from "../metrics/verdict.ts";
import type { FleetReport } from "../report/fleet_report.ts";
import { RunFolder } from "../report/run_folder.ts";
import { endedReport, type RunHead, runningReport, type RunReport } from "../report/run_json.ts";
import { renderText } from "../report/text.ts";
import type { Job, Unreachable } from "../run/job.ts";
import { SendQueueWatch } from "../run/send_queue_watch.ts";
import { ShardedRunner } from "../run/sharded_runner.ts";
import { systemClock } from "../time/system_clock.ts";
import { RUNS } from "./check_out.ts";
import { announcement, describeUnreachable } from "./announce.ts";
import type { BenchRequest } from "./bench_request.ts";
import { needsOpenPolicy } from "./bench_scenario.ts";
import { coldStartCount, measureColdStarts } from "./cold_starts.ts";
import { endpointsOf } from "./endpoints.ts";
import { EXIT, type ExitCode } from "./exit_code.ts";
import type { FleetFindings } from "./fleet_findings.ts";
import { judge, type RegionTask } from "./judge.ts";
import { type LocalStack, startLocalStack } from "./local_stack.ts";
import type { Output } from "./output.ts";
import { Plateau } from "./plateau.ts";
import { progress } from "./progress.ts";
import { plannedTurnsOfRegion } from "./planned.ts";
import { isFaulty, plannedLoad } from "./planned_load.ts";
import { Recorder } from "./recorder.ts";
import type { Remarks } from "./remarks.ts";
import { makeRunId, runHead } from "./run_head.ts";
import { Abort, DEFAULT_GRACE_MS, ThresholdWatch } from "./threshold_watch.ts";
import { workersOf } from "./workers.ts";
import { writeHtml } from "./write_html.ts";

/** How often the minutes spent are compared with `--max-minutes`. */
const BUDGET_CHECK_MS = 100;

/** What a run came to that measured something. */
export interface Measured {
  readonly report: RunReport;
  readonly summary: Summary;
  readonly exitCode: ExitCode;
  readonly folder: RunFolder | undefined;
  /** How busy the embedded parts were on the plateau; of a remote target nothing is known. */
  readonly loads: PartLoads;
}

/** Runs a bench and prints its report. `signal` ends it early; what was measured until then is kept. */
export async function runBench(
  request: BenchRequest,
  output: Output,
  signal: AbortSignal,
): Promise<ExitCode> {
  output.err(announcement(request));
  const run = await measureBench(request, output, signal);
  if (run === undefined) return EXIT.unreachable;
  return print(request, run, output);
}

/** Runs a bench into its folder; says what could not be reached, and then there is no result. */
export async function measureBench(
  request: BenchRequest,
  output: Output,
  signal: AbortSignal,
): Promise<Measured | undefined> {
  const startedAt = new Date();
  const runId = makeRunId(startedAt);
  const head = runHead(runId, startedAt, request);
  const path = request.config.out ?? `${RUNS}/${runId}`;
  const plateau = request.plateau && new Plateau(systemClock, request.plateau, request.speech);
  // Aborted when the run must end though nobody interrupted it: with the reason, or by a threshold.
  const cut = new AbortController();
  const recorder = new Recorder(
    systemClock,
    plannedLoad(request),
    () => RunFolder.create(path, runningReport(head), (why) => cut.abort(why)),
    plateau,
  );
  const calibration = await calibrationFor(request);
  using queues = new SendQueueWatch(systemClock);
  const { unreachable, loads } = await measure(
    request,
    runId,
    recorder,
    queues,
    output,
    signal,
    cut,
  );
  if (unreachable.length > 0) {
    for (const target of unreachable) {
      output.err(describeUnreachable(target, isFaulty(request, target.region)));
    }
    return undefined;
  }
  const proof = { calibration, heldBack: queues.heldBack };
  const ended = finish(request, head, recorder, proof, signal, cut.signal);
  await writeHtml(ended.folder);
  return { ...ended, loads };
}

/** What the instrument knows of itself; `undefined` where it was not calibrated, or is not told. */
export interface SelfProof {
  readonly calibration: Calibration | undefined;
  readonly heldBack: HeldBack | undefined;
}

/** What was recorded of a run. */
export type Recorded = Pick<Recorder, "summary" | "folder" | "scenarioErrors"> & {
  readonly remarks: Pick<Remarks, "complaints" | "lines">;
};

/** What a fleet adds to the report of a run. */
export interface FleetPart {
  readonly findings: FleetFindings;
  readonly report: FleetReport;
}

/** Takes under two seconds, and none where there is no load. */
async function calibrationFor({ config, plan }: BenchRequest): Promise<Calibration | undefined> {
  if (!plan || config.skipCalibration) return undefined;
  await using truth = await startTruth(SOON);
  const clients = peakClients(plan.load) * plan.regions.length;
  const runner = new ShardedRunner(workersOf(config, plan));
  return await calibrate(truth.url, { ...plan, clients }, runner);
}

async function measure(
  request: BenchRequest,
  runId: string,
  recorder: Recorder,
  queues: SendQueueWatch,
  output: Output,
  signal: AbortSignal,
  cut: AbortController,
): Promise<{ unreachable: readonly Unreachable[]; loads: PartLoads }> {
  await using stack = await localStack(request);
  stack?.failed.then((reason) => cut.abort(reason));
  const stop = AbortSignal.any([signal, cut.signal]);
  if (coldStartCount(request) > 0) {
    await measureColdStarts(request, stack, runId, recorder, stop);
  }
  const { plan, speech } = request;
  if (!plan) return { unreachable: [], loads: {} };
  const endpoints = endpointsOf(request, stack);
  const job: Job = { runId, agent: "local", plan, endpoints, speech, ...scenarioFile(request) };
  await queues.start(Object.values(endpoints).map(({ url }) => url));
  using _progress = progress(request.config.quiet, recorder, output);
  using _budget = watchBudget(request, recorder, cut);
  using _thresholds = watchThresholds(request, recorder, cut);
  const runner = new ShardedRunner(workersOf(request.config, plan));
  if (stack) recorder.plateau?.meterBy(() => stack.meter());
  const { unreachable, failed } = await runner.run(job, recorder, stop);
  if (failed !== undefined) cut.abort(failed);
  return { unreachable, loads: await recorder.plateau?.end() ?? {} };
}

function scenarioFile({ config: { scenario } }: BenchRequest): Pick<Job, "scenarioFile"> {
  return isScenarioFile(scenario) ? { scenarioFile: scenario } : {};
}

function localStack({ config, scenario, script }: BenchRequest): Promise<LocalStack> | undefined {
  const regions = config.regions.filter(({ target }) => target.kind === "local");
  if (regions.length === 0) return undefined;
  const { think, seed, faults } = config;
  const policy = needsOpenPolicy(scenario) ? "open" : "default";
  return startLocalStack({ regions, think, seed, script, faults, policy });
}

/** Cuts the run when the sessions of billed targets have been open for `--max-minutes` together. */
export function watchBudget(
  { config: { maxMinutes }, spend }: BenchRequest,
  recorder: Pick<Recorder, "openMinutes">,
  cut: AbortController,
): Disposable {
  if (!spend) return { [Symbol.dispose]: () => {} };
  const timer = setInterval(() => {
    if (recorder.openMinutes < maxMinutes) return;
    const reason = `stopped at --max-minutes ${maxMinutes} before the plan was done`;
    cut.abort(`${reason}: allow more, or plan fewer turns`);
  }, BUDGET_CHECK_MS);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

export function watchThresholds(
  { config: { abortOnFail, abortGrace }, thresholds }: BenchRequest,
  { summary }: Pick<Recorder, "summary">,
  cut: AbortController,
): Disposable {
  return new ThresholdWatch({
    clock: systemClock,
    thresholds: abortOnFail ? thresholds : [],
    graceMs: abortGrace ?? DEFAULT_GRACE_MS,
    summary,
    abort: (abort) => cut.abort(abort),
  });
}

/** Judges a run that has ended, and writes its folder. */
export function finish(
  request: BenchRequest,
  head: RunHead,
  { summary, folder, scenarioErrors, remarks }: Recorded,
  { calibration, heldBack }: SelfProof,
  signal: AbortSignal,
  cut: AbortSignal,
  fleet?: FleetPart,
): Omit<Measured, "loads"> {
  const abort = cut.reason instanceof Abort ? cut.reason : undefined;
  // What was cut off then is no failure of the target.
  const thresholds = abort?.verdicts ??
    request.thresholds.map((threshold) => evaluate(threshold, summary));
  const { valid, reasons, warnings, exitCode } = judge({
    summary,
    tasks: tasksOf(request, fleet?.findings.missedTurns),
    clients: request.plan ? peakClients(request.plan.load) : 0,
    workers: request.plan ? workersOf(request.config, request.plan) : 1,
    lateLimitMs: request.config.lateLimit,
    interrupted: signal.aborted,
    ...(abort ? { aborted: true } : cut.aborted && { stopped: String(cut.reason) }),
    thresholds,
    scenarioErrors,
    ...given("heldBack", heldBack),
    ...given("fleet", fleet?.findings),
    complaints: remarks.complaints,
    remarks: remarks.lines,
  });
  const report = endedReport(head, {
    endedAt: new Date().toISOString(),
    state: signal.aborted || cut.aborted ? "interrupted" : "complete",
    ...(abort && { aborted: { by: abort.by, afterMs: abort.afterMs } }),
    validity: { valid, reasons },
    warnings,
    thresholds,
    ...given("heldBack", heldBack),
    ...given("fleet", fleet?.report),
    ...given("instrument", calibration && instrumentOf(request, calibration, summary)),
    summary,
  });
  return { report: folder?.finish(report) ?? report, summary, exitCode, folder };
}

function instrumentOf(
  { config: { lateLimit, regions } }: BenchRequest,
  calibration: Calibration,
  summary: Summary,
): InstrumentError {
  const lacksTls = regions.some(({ target: { url } }) => /^(wss|https):/.test(url));
  return {
    ...instrumentError(calibration, summary, lateLimit),
    ...(lacksTls && { lacksTls }),
  };
}

/** @param missed by region: turns that nobody was left to do, and that is allowed */
function tasksOf(request: BenchRequest, missed?: ReadonlyMap<string, number>): RegionTask[] {
  const { config, plan } = request;
  const turns = plan ? plannedTurnsOfRegion(plan) : 0;
  return config.regions.map(({ name }) => ({
    region: name,
    ...given("turns", turns === undefined ? turns : turns - (missed?.get(name) ?? 0)),
    mayHaveNoTurn: isScenarioFile(config.scenario),
    coldStarts: coldStartCount(request),
  }));
}

/** Prints what a run came to, and what of it could not be written: then its tables prove nothing. */
export function print(
  { config }: BenchRequest,
  { report, folder, exitCode }: Omit<Measured, "loads">,
  output: Output,
): ExitCode {
  const { outIsTerminal, errIsTerminal } = output;
  const colour = (config.json ? errIsTerminal : outIsTerminal) && !Deno.env.get("NO_COLOR");
  const text = renderText(report, { colour, folder: folder?.isGone ? undefined : folder?.path });
  if (config.json) {
    output.err(text);
    output.out(JSON.stringify(report, null, 2) + "\n");
  } else {
    output.out(text);
  }
  if (folder?.unwritten === undefined) return exitCode;
  if (!report.validity.reasons.includes(folder.unwritten)) output.err(`${folder.unwritten}\n`);
  return EXIT.invalid;
}
