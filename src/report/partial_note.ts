import { formatDuration } from "./number.ts";
import type { RunReport } from "./run_json.ts";

/** Whether a run was cut off, and not by one of its thresholds: it neither passes nor fails them. */
export function isPartial({ state, aborted }: RunReport): boolean {
  return state !== "complete" && !aborted;
}

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
