import { partOf, WHOLE } from "../plan/segment.ts";
import { type Barrier, type Moment, startTogether } from "./barrier.ts";
import type { Job, JobEnd, Runner, Sink } from "./job.ts";
import { WorkerRunner } from "./worker_runner.ts";

/**
 * Drives a job on several workers, each a segment of the plan; all start at the same moment and tell
 * the same sink. When one of them fails, or finds a target dead, the others stop.
 */
export class ShardedRunner implements Runner {
  constructor(
    readonly workers: number,
    readonly runnerFor: (barrier: Barrier) => Runner = (barrier) => new WorkerRunner(barrier),
    /** Chooses when all of them start; left out: as soon as they are ready. */
    readonly moment?: Moment,
  ) {}

  async run(job: Job, sink: Sink, signal: AbortSignal): Promise<JobEnd> {
    const { workers, runnerFor, moment } = this;
    const barrier = startTogether(workers, moment);
    const halt = new AbortController();
    const stop = AbortSignal.any([signal, halt.signal]);
    const drive = async (index: number) => {
      const segment = partOf(job.segment ?? WHOLE, index, workers);
      const part = { ...job, segment, isFollower: job.isFollower || index > 0 };
      let isWhole = false;
      try {
        const end = await runnerFor(barrier).run(part, sink, stop);
        isWhole = end.unreachable.length === 0 && end.failed === undefined;
        return end;
      } finally {
        if (!isWhole) halt.abort();
      }
    };
    return merged(await Promise.allSettled(Array.from({ length: workers }, (_, i) => drive(i))));
  }
}

/** @throws what one of them threw: nothing more could be recorded. */
function merged(ends: readonly PromiseSettledResult<JobEnd>[]): JobEnd {
  const values = ends.map((end) => {
    if (end.status === "rejected") throw end.reason;
    return end.value;
  });
  const failed = values.find((end) => end.failed !== undefined)?.failed;
  const dead = new Map(
    values.flatMap(({ unreachable }) => unreachable.map((target) => [target.region, target])),
  );
  return { unreachable: [...dead.values()], ...(failed !== undefined && { failed }) };
}
