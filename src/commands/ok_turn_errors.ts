import { plusCounts, total } from "../metrics/counts.ts";
import type { Summary } from "../metrics/summary.ts";
import { plural } from "../report/number.ts";
import { errorCodes } from "../report/outcome_counts.ts";

/** A turn that was answered all the same may have met an error on its way: never passed over. */
export function okTurnErrors(summary: Summary): string[] {
  const codes = summary.outcomes().map(({ errors }) => errors?.ok ?? {}).reduce(plusCounts, {});
  const turns = total(codes);
  return turns === 0 ? [] : [`${plural(turns, "ok turn")} had an error: ${errorCodes(codes)}`];
}
