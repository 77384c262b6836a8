/**
 * Whether the scenario's file at `path` loads within `limitMs`, or fails to: on a thread of its own, since
 * one that has a loop at its top keeps its thread for good.
 */
export async function loadsInTime(path: string, limitMs: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const worker = new Worker(import.meta.resolve("./trial_worker.ts"), { type: "module" });
  const timer = setTimeout(() => resolve(false), limitMs);
  worker.onmessage = () => resolve(true);
  worker.onerror = (event) => {
    event.preventDefault();
    resolve(true);
  };
  worker.postMessage(path);
  return await promise.finally(() => {
    clearTimeout(timer);
    worker.terminate();
  });
}
