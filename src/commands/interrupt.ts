import { EXIT } from "./exit_code.ts";

/** Aborts on the first SIGINT or SIGTERM; the second one ends the process at once. */
export interface Interrupt extends Disposable {
  readonly signal: AbortSignal;
  /** Resolves at the first of the signals. */
  readonly happened: Promise<void>;
}

const SIGNALS: readonly Deno.Signal[] = ["SIGINT", "SIGTERM"];

/** Listens until disposed of. */
export function onInterrupt(): Interrupt {
  const controller = new AbortController();
  const { signal } = controller;
  const stop = () => signal.aborted ? Deno.exit(EXIT.interrupted) : controller.abort();
  for (const name of SIGNALS) Deno.addSignalListener(name, stop);
  return {
    signal,
    happened: new Promise((resolve) =>
      signal.addEventListener("abort", () => resolve(), { once: true })
    ),
    [Symbol.dispose]: () => {
      for (const name of SIGNALS) Deno.removeSignalListener(name, stop);
    },
  };
}
