/**
 * Quantile of Student's t distribution, for `degrees` ≥ 1 of freedom and 0.5 ≤ `share` < 1: found by
 * halving, from the distribution function.
 */
export function studentT(share: number, degrees: number): number {
  let [low, high] = [0, 1];
  while (cumulative(high, degrees) < share) high *= 2;
  while (high - low > 1e-10 * high) {
    const middle = (low + high) / 2;
    if (cumulative(middle, degrees) < share) low = middle;
    else high = middle;
  }
  return high;
}

/** P(T > t), for any t. */
export function studentTail(t: number, degrees: number): number {
  return t < 0 ? cumulative(-t, degrees) : 1 - cumulative(t, degrees);
}

/**
 * P(T ≤ t) for t ≥ 0. With θ = atan(t/√ν) it is a finite sum of powers of cos θ (Abramowitz and Stegun,
 * 26.7.3 and 26.7.4).
 */
function cumulative(t: number, degrees: number): number {
  const theta = Math.atan(t / Math.sqrt(degrees));
  const [sin, cos] = [Math.sin(theta), Math.cos(theta)];
  const isOdd = degrees % 2 === 1;
  let term = isOdd ? cos : 1;
  let sum = degrees > 1 ? term : 0;
  for (let k = isOdd ? 3 : 2; k <= degrees - 2; k += 2) {
    term *= cos * cos * (k - 1) / k;
    sum += term;
  }
  const inside = isOdd ? 2 / Math.PI * (theta + sin * sum) : sin * sum;
  return (1 + inside) / 2;
}
