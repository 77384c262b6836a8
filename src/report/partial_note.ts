import { formatDuration } from "./number.ts";
import type { RunReport } from "./run_json.ts";

/** Why a run that ended early is not whole; a sentence without its full stop. */
export function partialNote({ state, aborted, validity }: RunReport): string | undefined {
  if (state !== "interrupted") return undefined;
  const how = aborted
    ? `aborted after ${formatDuration(aborted.afterMs)} by '${aborted.by}'`
    : validity.valid
    ? "interrupted"
    : "ended before its time";
  return `${how}: the results are partial`;
}
