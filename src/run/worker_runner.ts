import { type Barrier, startTogether } from "./barrier.ts";
import type { Endpoints, Job, JobEnd, Runner, Sink } from "./job.ts";
import { OpenSessions } from "./open_sessions.ts";
import { failure, type FromWorker, type ToWorker } from "./messages.ts";

/** How long the clients may take to hang up once they were told to. */
const STOP_GRACE_MS = 10_000;
const UNHEARD = "it was too far behind to be told to stop; use fewer clients for each worker";

/** Drives a job in a worker of its own, so that reporting never holds a frame up. */
export class WorkerRunner implements Runner {
  constructor(
    readonly barrier: Barrier = startTogether(1),
    readonly stopGraceMs: number = STOP_GRACE_MS,
  ) {}

  run(job: Job, sink: Sink, signal: AbortSignal): Promise<JobEnd> {
    const worker = new Worker(import.meta.resolve("./worker.ts"), { type: "module" });
    const tell = (message: ToWorker) => worker.postMessage(message);
    let grace: ReturnType<typeof setTimeout> | undefined;
    const onAbort = () => {
      tell({ stop: true });
      grace = setTimeout(() => giveUp(UNHEARD), this.stopGraceMs);
    };
    const { promise, resolve, reject } = Promise.withResolvers<JobEnd>();
    const open = new OpenSessions(job, sink);
    const end = (how: JobEnd) => {
      open.end();
      resolve(how);
    };
    const giveUp = (why: string) => end({ unreachable: [], failed: failure(why) });
    const start = async (learnt?: Endpoints) => tell({ start: await this.barrier(learnt, signal) });

    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      try {
        if ("done" in data) end(data.done);
        else if ("ready" in data) start(data.learnt);
        else take(data, open);
      } catch (error) {
        // A full disk, say: nothing more can be recorded.
        reject(error);
      }
    };
    worker.onerror = (event) => {
      event.preventDefault();
      giveUp(event.message);
    };
    signal.addEventListener("abort", onAbort, { once: true });
    tell({ run: job });
    if (signal.aborted) onAbort();
    return promise.finally(() => {
      clearTimeout(grace);
      signal.removeEventListener("abort", onAbort);
      worker.terminate();
    });
  }
}

type Measured = Exclude<FromWorker, { done: unknown } | { ready: unknown }>;

function take(message: Measured, sink: Sink): void {
  if ("begun" in message) sink.begun(message.begun);
  else if ("turn" in message) sink.turn(message.turn);
  else if ("session" in message) sink.session(message.session);
  else sink.dropped(message.dropped);
}
