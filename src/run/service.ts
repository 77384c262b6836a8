/** A server that runs in a Web Worker of its own, as the mock, the bridge and the links do. */
export interface Service<Ready> {
  /** What the worker said when it was ready. */
  readonly ready: Ready;
  /** Resolves with the reason if the worker fails later on. */
  readonly failed: Promise<string>;
  /** Resolves when the worker has let go of all that it held, or has failed. Never rejects. */
  close(): Promise<void>;
}

/**
 * Starts `script` in a worker, posts it `request` and waits for `{ ready: true, … }`. On `close` it is
 * posted `{ close: true }` and answers `{ closed: true }`. Rejects when the worker fails to start.
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
