import { startService } from "../run/service.ts";
import type { TruthScript } from "./truth_log.ts";

interface Listening {
  readonly ready: true;
  readonly url: string;
}

/** Starts a truth server on a thread of its own; disposing ends it. */
export async function startTruth(
  script: TruthScript,
): Promise<AsyncDisposable & { readonly url: string }> {
  const service = await startService<Listening>(import.meta.resolve("./worker.ts"), script);
  return { url: service.ready.url, [Symbol.asyncDispose]: () => service.close() };
}
