import { normal, type Random } from "../random/random.ts";
import type { JudgedSeries } from "./history_judgement.ts";
import { type RegionFigures, seriesOf } from "./history_series.ts";

/** Made-up runs of one build on a host whose speed differs from run to run. */
export interface SyntheticRun {
  readonly turns: number;
  /** What this run adds to each turn. */
  readonly addedMs?: number;
  /** Share of turns that take half as long again and more. */
  readonly slowShare?: number;
  /** How far off the run is as a whole, in standard deviations of the runs; drawn where missing. */
  readonly offSds?: number;
}

/** How much runs differ as a whole; turns differ by more. */
const RUN_SD = 0.004;
const USUALLY_SLOW = 0.02;

/** For tests and simulations: what one run of one region would have left. */
export function syntheticRun(of: SyntheticRun, random: Random): RegionFigures {
  const { turns, addedMs = 0, slowShare = USUALLY_SLOW, offSds = normal(random) } = of;
  const drift = Math.exp(RUN_SD * offSds);
  const ttfaMs = Array.from({ length: turns }, () => {
    const isSlow = random() < slowShare;
    return 800 * drift * Math.exp(0.02 * normal(random)) * (isSlow ? 1.6 + random() : 1) + addedMs;
  });
  const rtt = 12 * drift * Math.exp(0.03 * normal(random));
  return new Map([["eu", { ttfaMs, failed: 0, late: 0, mediansMs: { rtt } }]]);
}

/**
 * For tests and simulations: `count` equal runs and one that is judged.
 *
 * @param correlation between what one run and the next are off (AR(1)): a host whose load drifts.
 */
export function syntheticHistory(
  count: number,
  usual: SyntheticRun,
  own: SyntheticRun,
  random: Random,
  correlation = 0,
): JudgedSeries[] {
  const offSds = drifting(correlation, random);
  const past = Array.from(
    { length: count },
    () => syntheticRun({ ...usual, offSds: offSds() }, random),
  );
  return seriesOf("eu", past, syntheticRun({ ...own, offSds: offSds() }, random)) as JudgedSeries[];
}

/** Normal values of standard deviation 1, each as much like the last as `correlation` says. */
function drifting(correlation: number, random: Random): () => number {
  let last: number | undefined;
  return () => {
    const fresh = normal(random);
    last = last === undefined
      ? fresh
      : correlation * last + Math.sqrt(1 - correlation ** 2) * fresh;
    return last;
  };
}
