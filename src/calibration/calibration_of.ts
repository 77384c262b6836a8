import { type Calibration, emptyCalibration } from "../metrics/error_bar.ts";
import type { SessionSample, TurnSample } from "../metrics/sample.ts";
import { compare, type Pair } from "./compare.ts";
import type { TruthLog } from "./truth_log.ts";

/**
 * How far the turns of a calibration were from the truth, and how late their frames were: of the same
 * turns, the `ok` ones. A frame that took its turn out of the errors explains none of them, and one
 * that is counted all the same would hide that a run sends later than its calibration did.
 */
export function calibrationOf(
  turns: readonly TurnSample[],
  sessions: readonly SessionSample[],
  truth: Pick<TruthLog, "sessions">,
  frameMs: number,
): Calibration {
  const settled = afterTheRush(turns.filter(({ outcome }) => outcome === "ok"));
  const calibration = emptyCalibration();
  for (const { rtt, ttfa } of compare(settled, sessions, truth, frameMs)) {
    if (rtt) calibration.rtt.record(errorMs(rtt));
    if (ttfa) calibration.ttfa.record(errorMs(ttfa));
  }
  for (const { pacingMs } of settled) {
    for (const latenessMs of pacingMs) calibration.pacing.record(latenessMs);
  }
  return calibration;
}

/**
 * A first turn of so little speech ends while other clients connect, all of them in a tenth of a second:
 * the speech of a run is too long for that. Where frames are so long that there is no second turn it
 * has to do.
 */
function afterTheRush(turns: readonly TurnSample[]): readonly TurnSample[] {
  const later = turns.filter(({ turn }) => turn > 1);
  return later.length > 0 ? later : turns;
}

function errorMs({ reportedMs, trueMs }: Pair): number {
  return Math.abs(reportedMs - trueMs);
}
