import { LiveReporter } from "../report/live.ts";
import { systemClock } from "../time/system_clock.ts";
import type { Output } from "./output.ts";
import type { Recorder } from "./recorder.ts";

/** Tells how a run gets on, unless `quiet`, until it is disposed of. */
export function progress(
  quiet: boolean,
  recorder: Pick<Recorder, "snapshot">,
  output: Output,
): Disposable {
  const live = new LiveReporter({
    clock: systemClock,
    tty: output.errIsTerminal,
    snapshot: () => recorder.snapshot(),
    write: (text) => output.err(text),
  });
  if (!quiet) live.start();
  return { [Symbol.dispose]: () => live.stop() };
}
