import { resolve as absolute } from "node:path";
import type { Problem } from "../config/problem.ts";
import { Bus } from "../fleet/bus.ts";
import { Course } from "../fleet/course.ts";
import type { FleetEnd } from "../fleet/fleet_end.ts";
import { FleetError } from "../fleet/fleet_error.ts";
import { FleetRunner } from "../fleet/fleet_runner.ts";
import { readOrders } from "../fleet/read_orders.ts";
import type { PlanRecord } from "../fleet/records.ts";
import { ignoreStrayResets } from "../fleet/stray_resets.ts";
import { RunFolder } from "../report/run_folder.ts";
import { type RunHead, runningReport } from "../report/run_json.ts";
import { systemClock } from "../time/system_clock.ts";
import { announcement, describeUnreachable } from "./announce.ts";
import type { BenchRequest } from "./bench_request.ts";
import { finish, print, watchBudget, watchThresholds } from "./bench_run.ts";
import { type Configured, readConfigured } from "./config_file.ts";
import type { Env } from "./credentials.ts";
import { endpointsOf } from "./endpoints.ts";
import { EXIT, type ExitCode } from "./exit_code.ts";
import { briefOf, type FleetBrief, requestOf } from "./fleet_brief.ts";
import { complaintsOf, fleetFindings, fleetReport } from "./fleet_findings.ts";
import {
  clearFolder,
  defaultFolder,
  folderToGoOn,
  refuseSecond,
  refuseVersion,
} from "./fleet_resume.ts";
import { FleetRecorder } from "./fleet_recorder.ts";
import { type FleetConfig, readFleetRequest, type Resumption } from "./fleet_request.ts";
import { onInterrupt } from "./interrupt.ts";
import type { Output } from "./output.ts";
import { plannedLoad } from "./planned_load.ts";
import { progress } from "./progress.ts";
import { makeRunId, runHead } from "./run_head.ts";
import { writeHtml } from "./write_html.ts";

/** `bench --fleet URL`: the same run, on agents; `--resume RUN` goes on with one. */
export async function runFleetBench(
  settings: Configured,
  unknownFlags: readonly Problem[],
  env: Env,
  output: Output,
): Promise<ExitCode> {
  const asked = await readConfigured(
    settings,
    unknownFlags,
    (texts, problems) => readFleetRequest(texts, problems, env),
  );
  if (settings.file !== undefined) output.err(`Settings of ${settings.file}\n`);
  using interrupt = onInterrupt();
  using _resets = ignoreStrayResets();
  const { signal } = interrupt;
  try {
    await using bus = await Bus.open(asked.access);
    if ("resume" in asked) return await resume(bus, asked.fleet, asked, output, signal);
    return await begin(bus, asked.fleet, asked.bench, output, signal);
  } catch (error) {
    if (!(error instanceof FleetError)) throw error;
    output.err(`${error.message}\n`);
    return signal.aborted ? EXIT.interrupted : EXIT.unreachable;
  }
}

async function begin(
  bus: Bus,
  fleet: FleetConfig,
  bench: BenchRequest,
  output: Output,
  signal: AbortSignal,
): Promise<ExitCode> {
  output.err(announcement(bench));
  const startedAt = new Date();
  const runId = makeRunId(startedAt);
  const { config, ...rest } = runHead(runId, startedAt, bench);
  const { workers, skipCalibration } = bench.config;
  const head = { ...rest, config: { ...config as object, workers, fleet } };
  const terms = { version: fleet.version, rows: fleet.rows, workers, calibrate: !skipCalibration };
  const job = {
    ...{ runId, agent: "fleet", plan: bench.plan!, speech: bench.speech },
    endpoints: endpointsOf(bench, undefined),
  };
  const folder = bench.config.out ?? defaultFolder(runId);
  const brief = briefOf(bench, head, { host: Deno.hostname(), folder: absolute(folder) });
  const remedy = `Run ${runId}: if this coordinator dies, go on with --resume ${runId}\n`;
  const issued = () => bench.config.quiet || output.err(remedy);
  return await conclude(bench, folder, head, fleet, output, signal, (sink, stop, say) => {
    const options = { ...fleet, terms, brief, issued, clock: systemClock, say };
    return new FleetRunner(bus, options).run(job, sink, stop);
  });
}

async function resume(
  bus: Bus,
  fleet: FleetConfig,
  { resume: runId, json, quiet, out }: Resumption,
  output: Output,
  signal: AbortSignal,
): Promise<ExitCode> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(fleet.waitMs)]);
  await refuseSecond(bus, runId);
  const { speech: _, ...plan } = await readOrders(bus, runId, limit);
  refuseVersion(plan.version, fleet.version);
  const brief = plan.brief as FleetBrief;
  const told = { ...brief.config, json, quiet };
  const request = requestOf({ ...brief, config: told }, plan.plan);
  const before = (brief.head.config as { fleet: FleetConfig }).fleet;
  const folder = folderToGoOn(brief, Deno.hostname(), out);
  clearFolder(folder, runId);
  output.err(`Run ${runId} goes on in ${folder}\n`);
  return await conclude(request, folder, brief.head, before, output, signal, (sink, stop, say) => {
    const options = { clock: systemClock, silenceMs: before.silenceMs, say };
    return new Course(bus, plan as PlanRecord, sink, options).follow(stop);
  });
}

type Drive = (
  sink: FleetRecorder,
  stop: AbortSignal,
  say: (line: string) => void,
) => Promise<FleetEnd>;

async function conclude(
  request: BenchRequest,
  path: string,
  head: RunHead,
  fleet: FleetConfig,
  output: Output,
  signal: AbortSignal,
  drive: Drive,
): Promise<ExitCode> {
  const cut = new AbortController();
  const openFolder = () => RunFolder.create(path, runningReport(head), (why) => cut.abort(why));
  const recorder = new FleetRecorder(systemClock, plannedLoad(request), openFolder);
  const ended = await driven(request, recorder, output, signal, cut, drive);
  if (ended.unreachable.length > 0) {
    for (const target of ended.unreachable) output.err(describeUnreachable(target));
    return EXIT.unreachable;
  }
  if (ended.failed !== undefined) cut.abort(ended.failed);
  const { calibration, heldBack, agents } = ended;
  const { turnsOf, lostTurnsOf } = recorder;
  const { minCoverage } = fleet;
  const findings = fleetFindings({
    ...{ agents, turnsOf, lostTurnsOf, minCoverage, plan: request.plan! },
  });
  const recorded = {
    ...{ summary: recorder.summary, folder: recorder.folder },
    scenarioErrors: scenarioErrorsOf(ended),
    remarks: { complaints: complaintsOf(agents), lines: [] },
  };
  const part = { findings, report: fleetReport(agents) };
  const proof = { calibration, heldBack };
  const measured = finish(request, head, recorded, proof, signal, cut.signal, part);
  await writeHtml(measured.folder);
  return print(request, measured, output);
}

async function driven(
  request: BenchRequest,
  recorder: FleetRecorder,
  output: Output,
  signal: AbortSignal,
  cut: AbortController,
  drive: Drive,
): Promise<FleetEnd> {
  using _progress = progress(request.config.quiet, recorder, output);
  using _budget = watchBudget(request, recorder, cut);
  using _thresholds = watchThresholds(request, recorder, cut);
  const stop = AbortSignal.any([signal, cut.signal]);
  return await drive(recorder, stop, (line) => output.err(`${line}\n`));
}

function scenarioErrorsOf({ agents }: FleetEnd): Map<string, number> {
  const all = new Map<string, number>();
  for (const [error, sessions] of agents.flatMap(({ end }) => end?.scenarioErrors ?? [])) {
    all.set(error, (all.get(error) ?? 0) + sessions);
  }
  return all;
}
