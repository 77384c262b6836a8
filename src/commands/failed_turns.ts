import type { Outcome } from "../client/record.ts";
import { isJudged } from "../metrics/judged_share.ts";
import { shareOf } from "../metrics/share.ts";
import type { OutcomeRow, Summary } from "../metrics/summary.ts";
import type { Threshold } from "../metrics/threshold.ts";
import { isTooMany } from "../metrics/tolerated.ts";

/**
 * Why too many turns failed for the rest to speak for all. Those whose outcome a threshold judges are
 * its affair: who names a share says how much of it is tolerated.
 */
export function failedTurns(summary: Summary, thresholds: readonly Threshold[]): string[] {
  const { of } = shareOf("not ok", summary);
  const failed = summary.outcomes().reduce(
    (sum, row) => sum + failedIn(row, summary, thresholds),
    0,
  );
  if (!isTooMany(failed, of)) return [];
  return [
    `${failed} of ${of} turns did not end well and are in no percentile, so that these do not ` +
    "speak for all (see turns.csv); where that is tolerated, say how much, e.g. " +
    "--threshold 'error_rate<0.1'",
  ];
}

function failedIn(row: OutcomeRow, summary: Summary, thresholds: readonly Threshold[]): number {
  return (Object.keys(row.turns) as Outcome[])
    .filter((outcome) => outcome !== "ok" && outcome !== "late_generator")
    .filter((outcome) => !isWanted(outcome, row))
    .filter((outcome) => !isJudged(thresholds, [outcome, "not ok", "ok"], row))
    .reduce((sum, outcome) => sum + shareOf(outcome, summary, row).count, 0);
}

/** A reply that the scenario itself spoke into, with success. */
function isWanted(outcome: Outcome, { scenario }: OutcomeRow): boolean {
  return scenario === "barge-in" && outcome === "interrupted";
}
