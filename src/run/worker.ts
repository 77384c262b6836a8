/// <reference lib="deno.worker" />
/** Web Worker that drives a job: the clients share their thread with nothing but each other. */
import { rehearse } from "../client/rehearsal.ts";
import { systemClock } from "../time/system_clock.ts";
import { LocalRunner } from "./local_runner.ts";
import type { FromWorker, ToWorker } from "./messages.ts";

const stop = new AbortController();
const tell = (message: FromWorker) => self.postMessage(message);

self.onmessage = async ({ data }: MessageEvent<ToWorker>) => {
  if ("stop" in data) return stop.abort();
  for (const endpoint of Object.values(data.run.endpoints)) await rehearse(endpoint, systemClock);
  const done = await new LocalRunner(systemClock).run(data.run, {
    begun: (begun) => tell({ begun }),
    turn: (turn) => tell({ turn }),
    session: (session) => tell({ session }),
  }, stop.signal);
  tell({ done });
};
