import { type Outcome, WORKER_LOST } from "../client/record.ts";
import type { OutcomeRow } from "../metrics/summary.ts";

/** How many turns with an outcome had this `error_code`. */
export function turnsWith(outcome: Outcome, code: string, rows: readonly OutcomeRow[]): number {
  return rows.reduce((sum, { errors }) => sum + (errors?.[outcome]?.[code] ?? 0), 0);
}

/** Those that were open when their thread was given up: `late_generator`, and yet not for being late. */
export function lostTurns(rows: readonly OutcomeRow[]): number {
  return turnsWith("late_generator", WORKER_LOST, rows);
}
