/// <reference lib="deno.worker" />
/** Web Worker that drives a job: the clients share their thread with nothing but each other. */
import { HungUp } from "../client/call_end.ts";
import { rehearse } from "../client/rehearsal.ts";
import { rehearseCall } from "../client/rehearsed_call.ts";
import { strayError } from "../scenarios/stray_error.ts";
import { fineClock, fineClockReady } from "../time/fine_clock.ts";
import { Loopback } from "../time/loopback.ts";
import type { Start } from "./barrier.ts";
import type { Job, JobEnd, Sink } from "./job.ts";
import { LocalRunner, type LocalRunnerOptions } from "./local_runner.ts";
import { BEAT_MS } from "./pulse.ts";
import { failure, type FromWorker, type ToWorker } from "./messages.ts";

const stop = new AbortController();
const start = Promise.withResolvers<Start>();
const tell = (message: FromWorker) => self.postMessage(message);

const startWithOthers: NonNullable<LocalRunnerOptions["start"]> = async (learnt) => {
  tell({ ready: true, ...(learnt && { learnt }) });
  const { atEpochMs, ...rest } = await start.promise;
  return { startMs: atEpochMs - performance.timeOrigin, ...rest };
};

const sink: Sink = {
  begun: (begun) => tell({ begun }),
  turnBegun: (turnBegun) => tell({ turnBegun }),
  turn: (turn) => tell({ turn }),
  session: (session) => tell({ session }),
  dropped: (dropped) => tell({ dropped }),
};

async function drive(job: Job): Promise<JobEnd> {
  await fineClockReady();
  await rehearseCall();
  for (const endpoint of Object.values(job.endpoints)) await rehearse(endpoint, fineClock);
  using loopback = await Loopback.open();
  const runner = new LocalRunner(fineClock, { start: startWithOthers, sayToSelf: loopback.say });
  return await runner.run(job, sink, stop.signal);
}

/** Fails the run with what went wrong where nothing in the scenario waited for it. */
function watchStrays({ scenarioFile }: Job): void {
  if (scenarioFile === undefined) return;
  self.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    // That a call is over is no failure of whoever still waited for something in it.
    const isOver = event.reason instanceof HungUp || event.reason?.name === "AbortError";
    if (!isOver) {
      tell({ done: { unreachable: [], failed: strayError(scenarioFile, event.reason) } });
    }
  });
}

self.onmessage = async ({ data }: MessageEvent<ToWorker>) => {
  if ("stop" in data) return stop.abort();
  if ("start" in data) return start.resolve(data.start);
  setInterval(() => tell({ alive: true }), BEAT_MS);
  watchStrays(data.run);
  const done = await drive(data.run)
    .catch((error): JobEnd => ({ unreachable: [], failed: failure(String(error)) }));
  tell({ done });
};
