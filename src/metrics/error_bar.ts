import { Distribution } from "./distribution.ts";
import type { Summary } from "./summary.ts";

/** How far reported figures were from the truth, each in ms, and how late frames were meanwhile. */
export interface Calibration {
  readonly rtt: Distribution;
  readonly ttfa: Distribution;
  readonly pacing: Distribution;
}

/** By how much a reported percentile may be off, in ms either way; missing: not known. */
export interface ErrorBar {
  readonly p50Ms?: number;
  readonly p99Ms?: number;
}

/** The instrument's own error in a run. */
export interface InstrumentError {
  readonly rtt: ErrorBar;
  readonly ttfa: ErrorBar;
  /** The run had TLS, the calibration none: what that adds is in no bar. */
  readonly lacksTls?: true;
}

/** Of the errors: what bounds the p50 of a run. */
const BOUNDS_P50 = 90;

/**
 * What a calibration says of the run that came after it. A percentile is off by the errors of the few
 * turns about it, not by the mean of all: hence the p90 of the errors for a p50, and the largest for a
 * p99, which of few turns is the slowest. A thread that sent its frames later in the run than in the
 * calibration reads later too: that difference is added, up to what makes a turn `late_generator`.
 */
export function instrumentError(
  calibration: Calibration,
  summary: Summary,
  lateLimitMs: number,
): InstrumentError {
  const pacing = summary.metric("pacing");
  const upper = (errors: Distribution, p: number) => {
    const now = Math.min(pacing.percentile(p) ?? 0, lateLimitMs);
    const excess = Math.max(0, now - (calibration.pacing.percentile(p) ?? 0));
    return ((p < 100 ? errors.interval(p).high : undefined) ?? errors.max!) + excess;
  };
  const bar = (errors: Distribution): ErrorBar => {
    if (errors.count === 0) return {};
    const p50Ms = upper(errors, BOUNDS_P50);
    return { p50Ms, p99Ms: Math.max(p50Ms, upper(errors, 100)) };
  };
  return { rtt: bar(calibration.rtt), ttfa: bar(calibration.ttfa) };
}

/** An empty one, to be filled. */
export function emptyCalibration(): Calibration {
  return {
    rtt: Distribution.empty(),
    ttfa: Distribution.empty(),
    pacing: Distribution.empty(),
  };
}
