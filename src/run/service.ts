import type { ThreadLoad } from "../time/thread_meter.ts";

/** A server that runs in a Web Worker of its own, as the mock, the bridge and the links do. */
export interface Service<Ready> {
  /** What the worker said when it was ready. */
  readonly ready: Ready;
  /** Resolves with the reason if the worker fails later on. */
  readonly failed: Promise<string>;
  /**
   * How busy its thread was since the call before; the first call begins the metering. `undefined`
   * where it has failed.
   */
  meter(): Promise<ThreadLoad | undefined>;
  /** Resolves when the worker has let go of all that it held, or has failed. Never rejects. */
  close(): Promise<void>;
}

/**
 * Starts `script` in a worker, posts it `request` and waits for `{ ready: true, … }`. Rejects
 * when the worker fails to start. `meter` posts it `{ meter: true }`, for a {@linkcode ThreadLoad} (not
 * all scripts know that), and `close` posts `{ close: true }`, for `{ closed: true }`.
 */
export async function startService<Ready extends { readonly ready: true }>(
  script: string,
  request: unknown,
): Promise<Service<Ready>> {
  const worker = new Worker(script, { type: "module" });
  const { promise: failed, resolve: fail } = Promise.withResolvers<string>();
  worker.onerror = (event) => {
    event.preventDefault();
    fail(`${script.split("/").slice(-2).join("/")} failed: ${event.message}`);
  };
  const ask = (message: unknown) => Promise.race([failed, reply(worker, message)]);
  const ready = await ask(request);
  if (typeof ready === "string") {
    worker.terminate();
    throw new Error(ready);
  }
  return {
    ready: ready as Ready,
    failed,
    meter: async () => {
      const load = await ask({ meter: true });
      return typeof load === "string" ? undefined : load as ThreadLoad;
    },
    close: async () => {
      await ask({ close: true });
      worker.terminate();
    },
  };
}

function reply(worker: Worker, message: unknown): Promise<unknown> {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  worker.onmessage = ({ data }) => resolve(data);
  worker.postMessage(message);
  return promise;
}
