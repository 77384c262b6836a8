import { percentile } from "../../src/random/percentile.ts";
import { studentT } from "../../src/gate/student_t.ts";

/** Whether a rule fails a run because of a stored one; both are `ttfa` of turns, in ms. */
export type CommonRule = (storedMs: readonly number[], runMs: readonly number[]) => boolean;

const ALPHA = 0.01;

/** What people gate by: two fixed percentages, and two tests over turns, one-sided at 1 %. */
export const COMMON_RULES: Readonly<Record<string, CommonRule>> = {
  "+10 % p50 or +20 % p99": (stored, run) =>
    percentile(run, 0.5) > 1.1 * percentile(stored, 0.5) ||
    percentile(run, 0.99) > 1.2 * percentile(stored, 0.99),
  "Mann–Whitney": (stored, run) => mannWhitneyZ(stored, run) > NORMAL_99,
  "Welch": (stored, run) => {
    const { t, degrees } = welch(stored, run);
    return t > studentT(1 - ALPHA, Math.max(1, Math.floor(degrees)));
  },
};

/** The standard normal distribution's 99th percentile. */
const NORMAL_99 = 2.3263;

/** How many standard deviations the rank sum of `b` is above what equal samples give; ties share ranks. */
export function mannWhitneyZ(a: readonly number[], b: readonly number[]): number {
  const all = [...a.map((ms) => ({ ms, isB: false })), ...b.map((ms) => ({ ms, isB: true }))]
    .sort((one, other) => one.ms - other.ms);
  let [rankSum, ties] = [0, 0];
  for (let from = 0; from < all.length;) {
    let to = from;
    while (to < all.length && all[to]!.ms === all[from]!.ms) to++;
    const ofB = all.slice(from, to).filter(({ isB }) => isB).length;
    rankSum += ofB * (from + 1 + to) / 2;
    ties += (to - from) ** 3 - (to - from);
    from = to;
  }
  const n = all.length;
  const u = rankSum - b.length * (b.length + 1) / 2;
  const variance = a.length * b.length / 12 * (n + 1 - ties / (n * (n - 1)));
  // Half a rank of continuity.
  return (u - a.length * b.length / 2 - 0.5) / Math.sqrt(variance);
}

/** Welch's t of `b` above `a`, with the degrees of freedom of Satterthwaite. */
export function welch(a: readonly number[], b: readonly number[]): { t: number; degrees: number } {
  const [[meanA, errorA], [meanB, errorB]] = [meanAndError(a), meanAndError(b)];
  const both = errorA + errorB;
  return {
    t: (meanB - meanA) / Math.sqrt(both),
    degrees: both ** 2 / (errorA ** 2 / (a.length - 1) + errorB ** 2 / (b.length - 1)),
  };
}

/** The mean, and the square of its standard error. */
function meanAndError(values: readonly number[]): [mean: number, error: number] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return [mean, squares / (values.length - 1) / values.length];
}
