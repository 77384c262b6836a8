import { type Barrier, startTogether } from "./barrier.ts";
import type { Endpoints, Job, JobEnd, Runner, Sink } from "./job.ts";
import { OpenSessions } from "./open_sessions.ts";
import { failure, type FromWorker, type ToWorker } from "./messages.ts";
import { Pulse } from "./pulse.ts";

/** How long the clients may take to hang up once they were told to. */
const STOP_GRACE_MS = 10_000;
/** A worker that has said nothing for so long will not hear that it is to stop either. */
const DEAF_MS = 2_000;
const SILENCE_MS = 10_000;
const UNHEARD = "it was too far behind to be told to stop; use fewer clients for each worker";

/** Drives a job in a worker of its own, so that reporting never holds a frame up. */
export class WorkerRunner implements Runner {
  constructor(
    readonly barrier: Barrier = startTogether(1),
    readonly stopGraceMs: number = STOP_GRACE_MS,
    readonly silenceMs: number = SILENCE_MS,
  ) {}

  run(job: Job, sink: Sink, signal: AbortSignal): Promise<JobEnd> {
    const worker = new Worker(import.meta.resolve("./worker.ts"), { type: "module" });
    const tell = (message: ToWorker) => worker.postMessage(message);
    let grace: ReturnType<typeof setTimeout> | undefined;
    const onAbort = () => {
      tell({ stop: true });
      const isDeaf = pulse.silentMs >= DEAF_MS;
      grace = setTimeout(() => giveUp(UNHEARD), isDeaf ? 0 : this.stopGraceMs);
    };
    const { promise, resolve, reject } = Promise.withResolvers<JobEnd>();
    const open = new OpenSessions(job, sink);
    const end = (how: JobEnd) => {
      open.end();
      resolve(how);
    };
    const giveUp = (why: string) => end({ unreachable: [], failed: failure(why) });
    const pulse = new Pulse(this.silenceMs, () => giveUp(silence(job, this.silenceMs)));
    const start = async (learnt?: Endpoints) => tell({ start: await this.barrier(learnt, signal) });

    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      pulse.beat();
      try {
        if ("alive" in data) return;
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
      pulse[Symbol.dispose]();
      signal.removeEventListener("abort", onAbort);
      worker.terminate();
    });
  }
}

function silence({ scenarioFile }: Job, ms: number): string {
  const why = scenarioFile === undefined
    ? "use fewer clients for each worker"
    : `is there a loop in ${scenarioFile} that never waits?`;
  return `no sign of it for ${ms / 1000} s; ${why}`;
}

type Measured = Exclude<FromWorker, { done: unknown } | { ready: unknown } | { alive: unknown }>;

function take(message: Measured, sink: OpenSessions): void {
  if ("begun" in message) sink.begun(message.begun);
  else if ("turnBegun" in message) sink.turnBegun(message.turnBegun);
  else if ("turn" in message) sink.turn(message.turn);
  else if ("session" in message) sink.session(message.session);
  else sink.dropped(message.dropped);
}
