/**
 * Holm's step-down adjustment of the p-values of one family (Scand. J. Statist. 6, 1979), in their own
 * order: refusing those that are at most α refuses a true one with probability α at most, however the
 * tests hang together.
 */
export function holm(ps: readonly number[]): number[] {
  const order = ps.map((_, i) => i).sort((a, b) => ps[a]! - ps[b]!);
  const adjusted = new Array<number>(ps.length);
  let worst = 0;
  order.forEach((index, rank) => {
    worst = Math.max(worst, Math.min(1, (ps.length - rank) * ps[index]!));
    adjusted[index] = worst;
  });
  return adjusted;
}
