import { rehearse } from "../client/rehearsal.ts";
import { rehearseCall } from "../client/rehearsed_call.ts";
import type { Endpoints, Runner, Sink } from "../run/job.ts";
import { LocalRunner } from "../run/local_runner.ts";
import { fineClock, fineClockReady } from "../time/fine_clock.ts";
import { Loopback } from "../time/loopback.ts";
import { runBlock } from "./gate_blocks.ts";
import { type CourseEnd, runCourse } from "./gate_course.ts";
import type { GateRequest } from "./gate_request.ts";

export interface GateDrive {
  readonly request: GateRequest;
  readonly runId: string;
  readonly endpoints: Endpoints;
  readonly sink: Sink;
  readonly signal: AbortSignal;
  /** What a bench makes of the runner. */
  readonly adapt?: (runner: Runner) => Runner;
}

/**
 * Drives both targets, which run, until it is decided. The clients run on this thread, warm from block
 * to block: a worker for each block would begin every one of them with cold code. Nothing else runs here
 * while a block does but writing its rows.
 */
export async function driveGate(
  { request, runId, endpoints, sink, signal, adapt = (runner) => runner }: GateDrive,
): Promise<CourseEnd> {
  const { regions, rules, maxBlocks, config: { blocks, lateLimit } } = request;
  await fineClockReady();
  await rehearseCall();
  for (const endpoint of Object.values(endpoints)) await rehearse(endpoint, fineClock);
  using loopback = await Loopback.open();
  const runner = adapt(new LocalRunner(fineClock, { sayToSelf: loopback.say }));
  return await runCourse({
    ...{ regions, rules, maxBlocks, firstLook: blocks, lateLimitMs: lateLimit },
    runBlock: (block) => runBlock({ request, runId, endpoints, runner, sink }, block, signal),
    isInterrupted: () => signal.aborted,
  });
}
