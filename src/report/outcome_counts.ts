import type { Counts } from "../metrics/counts.ts";

/** Beyond these the tables tell. */
const MOST_CODES = 4;

export interface OutcomeCount {
  readonly outcome: string;
  /** E.g. `4 error (rate_limit_exceeded 4)`. */
  readonly text: string;
}

/** How often each outcome was seen and with which error codes, the good ones first. */
export function outcomeCounts(
  counts: Counts<string>,
  errors: { readonly [outcome: string]: Counts<string> | undefined } = {},
): OutcomeCount[] {
  return Object.entries(counts)
    .sort(([a], [b]) => Number(b === "ok") - Number(a === "ok") || (a < b ? -1 : 1))
    .map(([outcome, count]) => {
      const codes = errorCodes(errors[outcome] ?? {});
      return { outcome, text: `${count} ${outcome}${codes && ` (${codes})`}` };
    });
}

/** `CODE COUNT, …`, the most frequent first; empty where there is none. */
export function errorCodes(codes: Counts<string>): string {
  const seen = Object.entries(codes).sort(([a, m = 0], [b, n = 0]) => n - m || (a < b ? -1 : 1));
  const shown = seen.slice(0, MOST_CODES).map(([code, count]) => `${printable(code)} ${count}`);
  return [...shown, ...(seen.length > shown.length ? ["…"] : [])].join(", ");
}

/** The target chose it. */
function printable(code: string): string {
  return code.replace(/[^\x21-\x7e]/g, "?").slice(0, 60);
}
