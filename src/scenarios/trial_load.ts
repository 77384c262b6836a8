import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * Whether the module at `path` loads within `limitMs`, or fails to: on a thread of its own, since one
 * that has a loop at its top keeps its thread for good.
 */
export async function loadsInTime(path: string, limitMs: number): Promise<boolean> {
  const { promise, resolve: answer } = Promise.withResolvers<boolean>();
  const worker = new Worker(import.meta.resolve("./trial_worker.ts"), { type: "module" });
  const timer = setTimeout(() => answer(false), limitMs);
  worker.onmessage = () => answer(true);
  worker.onerror = (event) => {
    event.preventDefault();
    answer(true);
  };
  worker.postMessage(pathToFileURL(resolve(path)).href);
  return await promise.finally(() => {
    clearTimeout(timer);
    worker.terminate();
  });
}
