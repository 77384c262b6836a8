import type { Outcome } from "../client/record.ts";
import { total } from "../metrics/counts.ts";
import type { Summary } from "../metrics/summary.ts";
import type { Verdict } from "../metrics/verdict.ts";
import { EXIT, type ExitCode } from "./exit_code.ts";

/** Beyond this share of lost or late turns the percentiles no longer speak for the plan. */
const TOLERATED_SHARE = 0.02;

export interface Ended {
  readonly summary: Summary;
  /** Turns that the plan asked for. */
  readonly plannedTurns: number;
  readonly frameMs: number;
  readonly interrupted: boolean;
  readonly thresholds: readonly Verdict[];
}

export interface Judgement {
  readonly valid: boolean;
  /** Why it is not valid, each with what to do. */
  readonly reasons: readonly string[];
  readonly exitCode: ExitCode;
}

/** What a run that has ended is worth, and the exit code that says so. */
export function judge(
  { summary, plannedTurns, frameMs, interrupted, thresholds }: Ended,
): Judgement {
  const turns = summary.turns();
  const attempts = total(turns);
  const measured = (turns.ok ?? 0) + summary.metric("cold_start").count;
  const late = overShare(turns.late_generator ?? 0, attempts) &&
    `${turns.late_generator} of ${attempts} turns had a frame sent more than ${frameMs} ms late: ` +
      "use fewer clients or a less busy machine";
  const lost = !interrupted && overShare(plannedTurns - attempts, plannedTurns) &&
    `${
        plannedTurns - attempts
      } of ${plannedTurns} planned turns were never attempted because their ` +
      "sessions ended before: see sessions.csv";
  const nothing = measured === 0 && `nothing was measured: ${describe(turns, attempts)}`;

  const reasons = [nothing, late, lost].filter((reason) => typeof reason === "string");
  return { valid: reasons.length === 0, reasons, exitCode: exitCode() };

  function exitCode(): ExitCode {
    if (interrupted) return EXIT.interrupted;
    if (nothing) return EXIT.unreachable;
    if (late) return EXIT.invalid;
    if (thresholds.some(({ passed }) => !passed)) return EXIT.failed;
    return lost ? EXIT.invalid : EXIT.passed;
  }
}

function overShare(count: number, all: number): boolean {
  return count > TOLERATED_SHARE * all;
}

function describe(turns: Partial<Record<Outcome, number>>, attempts: number): string {
  if (attempts === 0) return "no turn was attempted";
  const counts = Object.entries(turns).map(([outcome, count]) => `${count} ${outcome}`).join(", ");
  return `of ${attempts} turns, ${counts}`;
}
