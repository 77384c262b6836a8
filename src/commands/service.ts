/** A server that runs in a Web Worker of its own, as the mock, the bridge and the links do. */
export interface Service<Ready> {
  /** What the worker said when it was ready. */
  readonly ready: Ready;
  /** Resolves when the worker has let go of all that it held. */
  close(): Promise<void>;
}

/**
 * Starts `script` in a worker, posts it `request` and waits for `{ ready: true, … }`. On `close` it is
 * posted `{ close: true }` and answers `{ closed: true }`.
 */
export async function startService<Ready extends { readonly ready: true }>(
  script: string,
  request: unknown,
): Promise<Service<Ready>> {
  const worker = new Worker(script, { type: "module" });
  const { promise: failed, reject } = Promise.withResolvers<never>();
  failed.catch(() => {});
  worker.onerror = (event) => {
    event.preventDefault();
    reject(new Error(`${script} failed: ${event.message}`));
  };
  const ask = (message: unknown) => Promise.race([failed, reply(worker, message)]);
  try {
    const ready = await ask(request) as Ready;
    return {
      ready,
      close: async () => {
        await ask({ close: true }).finally(() => worker.terminate());
      },
    };
  } catch (error) {
    worker.terminate();
    throw error;
  }
}

function reply(worker: Worker, message: unknown): Promise<unknown> {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  worker.onmessage = ({ data }) => resolve(data);
  worker.postMessage(message);
  return promise;
}
