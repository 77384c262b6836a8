import { EXIT } from "./exit_code.ts";

/**
 * One Ctrl-C may arrive more than once: from the terminal, and again from the task runner that also
 * got it. Only a later one is a second wish.
 */
const SAME_WISH_MS = 1000;

/** Aborts on the first SIGINT or SIGTERM; another one a second later ends the process at once. */
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
  let firstMs = Infinity;
  const stop = () => {
    firstMs = Math.min(firstMs, performance.now());
    controller.abort();
    if (performance.now() - firstMs > SAME_WISH_MS) Deno.exit(EXIT.interrupted);
  };
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
