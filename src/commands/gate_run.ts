import { publicUrl } from "../config/target.ts";
import type { GateTarget } from "../config/gate_target.ts";
import { armRegion } from "../gate/arm_region.ts";
import { ARMS } from "../gate/block.ts";
import { planLooks } from "../gate/looks.ts";
import type { Summary } from "../metrics/summary.ts";
import { gateFiles } from "../report/gate_files.ts";
import type { GateReport } from "../report/gate_report.ts";
import { gateViewOf } from "../report/gate_view.ts";
import { RunFolder } from "../report/run_folder.ts";
import { endedReport, type RunHead, runningReport } from "../report/run_json.ts";
import { wrap } from "../report/wrap.ts";
import { systemClock } from "../time/system_clock.ts";
import { RUNS } from "./check_out.ts";
import type { ExitCode } from "./exit_code.ts";
import { fewBlocksNote } from "./few_blocks.ts";
import { endGate } from "./gate_end.ts";
import type { CourseEnd } from "./gate_course.ts";
import { driveGate } from "./gate_drive.ts";
import { turnsPerBlock } from "./gate_plan.ts";
import { type GateRequest, plannedGate } from "./gate_request.ts";
import { LaunchError, startGateStack } from "./gate_stack.ts";
import type { Output } from "./output.ts";
import { progress } from "./progress.ts";
import { Recorder } from "./recorder.ts";
import { environment, makeRunId } from "./run_head.ts";

/** Drives both targets to a verdict, and leaves a run folder with a gate.json. */
export async function runGate(
  request: GateRequest,
  output: Output,
  signal: AbortSignal,
): Promise<ExitCode> {
  const fewBlocks = fewBlocksNote(plannedGate(request.config));
  if (fewBlocks !== undefined) output.err(`${wrap(fewBlocks).join("\n")}\n`);
  const startedAt = new Date();
  const runId = makeRunId(startedAt);
  const head = headOf(runId, startedAt, request);
  const path = request.config.out ?? `${RUNS}/${runId}-gate`;
  // Here and not with the first turn: a gate that measured nothing tells its CI so in files too.
  using folder = RunFolder.create(path, runningReport(head));
  const recorder = recorderOf(request, folder);
  let end: CourseEnd;
  try {
    await using stack = await startGateStack(request, signal);
    using _live = progress(request.config.quiet, recorder, output);
    end = await driveGate({ request, runId, endpoints: stack.endpoints, sink: recorder, signal });
  } catch (error) {
    if (!(error instanceof LaunchError)) throw error;
    end = unlaunched(signal.aborted ? "interrupted" : "unreachable", error.message);
  }
  const report = await finish(folder, recorder.summary, head, reportOf(request, runId, end));
  return endGate(report, { json: request.config.json, folder: folder.path }, output);
}

function unlaunched(verdict: CourseEnd["verdict"], reason: string): CourseEnd {
  return { verdict, reasons: [reason], blocks: 0, looks: 0, turns: 0, late: 0, cells: [] };
}

function recorderOf(request: GateRequest, folder: RunFolder): Recorder {
  const { config: { clients }, regions, maxBlocks } = request;
  const names = regions.flatMap((region) => ARMS.map((arm) => armRegion(region, arm)));
  const turns = names.length * maxBlocks * turnsPerBlock(request);
  const planned = { regions: names, clients: names.length * clients, turns };
  return new Recorder(systemClock, planned, () => folder);
}

function headOf(runId: string, startedAt: Date, request: GateRequest): RunHead {
  const { config: { clients, turns, blocks, frameMs, lateLimit, think, silence }, targets } =
    request;
  return {
    runId,
    startedAt: startedAt.toISOString(),
    config: {
      gate: { base: nameOf(targets.base), candidate: nameOf(targets.candidate) },
      ...{ clients, turns, blocks, frameMs, lateLimit, think, silence },
      maxBlocks: request.maxBlocks,
      regions: request.regions.map((name) => ({ name })),
      seed: request.rules.seed,
    },
    environment: environment(),
  };
}

function nameOf(target: GateTarget): string {
  return target.kind === "url" ? publicUrl(target.target.url) : target.text;
}

function reportOf(request: GateRequest, runId: string, end: CourseEnd): GateReport {
  const { targets, rules, maxBlocks, config: { blocks } } = request;
  const [base, candidate] = [nameOf(targets.base), nameOf(targets.candidate)];
  const lookAlpha = planLooks(blocks, maxBlocks, rules.alpha)[0]!.alpha;
  return { schemaVersion: 1, runId, base, candidate, rules, maxBlocks, lookAlpha, ...end };
}

async function finish(
  folder: RunFolder,
  summary: Summary,
  head: RunHead,
  found: GateReport,
): Promise<GateReport> {
  const report = unlessLost(found, folder);
  const { verdict, reasons } = report;
  const said = [gateViewOf(report).verdict, ...reasons].join("; ");
  const valid = ["passed", "regression", "inconclusive"].includes(verdict);
  folder.finish(endedReport(head, {
    endedAt: new Date().toISOString(),
    state: verdict === "interrupted" ? "interrupted" : "complete",
    validity: { valid, reasons },
    warnings: verdict === "passed" ? [] : [said],
    thresholds: [],
    gate: { verdict, said },
    summary,
  }));
  const files = await gateFiles(unlessLost(report, folder), new Date(head.startedAt));
  for (const [name, text] of files) folder.write(name, text);
  return unlessLost(report, folder);
}

/** Nobody can go over a verdict of which something could not be written. */
function unlessLost(report: GateReport, { unwritten }: RunFolder): GateReport {
  if (unwritten === undefined || report.reasons.includes(unwritten)) return report;
  return { ...report, verdict: "invalid", reasons: [...report.reasons, unwritten] };
}
