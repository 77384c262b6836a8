import type { Job, Runner, Sink, Unreachable } from "./job.ts";
import type { FromWorker, ToWorker } from "./messages.ts";

/** Drives a job in a worker of its own, so that reporting never holds a frame up. */
export class WorkerRunner implements Runner {
  run(job: Job, sink: Sink, signal: AbortSignal): Promise<readonly Unreachable[]> {
    const worker = new Worker(import.meta.resolve("./worker.ts"), { type: "module" });
    const tell = (message: ToWorker) => worker.postMessage(message);
    const onAbort = () => tell({ stop: true });
    const { promise, resolve, reject } = Promise.withResolvers<readonly Unreachable[]>();

    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if ("begun" in data) sink.begun(data.begun);
      else if ("turn" in data) sink.turn(data.turn);
      else if ("session" in data) sink.session(data.session);
      else resolve(data.done);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(`the clients' worker failed: ${event.message}`));
    };
    signal.addEventListener("abort", onAbort, { once: true });
    tell({ run: job });
    if (signal.aborted) onAbort();
    return promise.finally(() => {
      signal.removeEventListener("abort", onAbort);
      worker.terminate();
    });
  }
}
