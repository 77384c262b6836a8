import type { ShareName } from "./share.ts";
import type { OutcomeRow } from "./summary.ts";
import type { Threshold } from "./threshold.ts";

/** Whether a threshold says how much of one of these is tolerated in this part of the run. */
export function isJudged(
  thresholds: readonly Threshold[],
  names: readonly ShareName[],
  { region, scenario }: Pick<OutcomeRow, "region" | "scenario">,
): boolean {
  return thresholds.some(({ subject, selector }) =>
    subject.kind === "share" && names.includes(subject.share) &&
    (selector.region ?? region) === region && (selector.scenario ?? scenario) === scenario
  );
}
