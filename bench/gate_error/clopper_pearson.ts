/**
 * Exact 95 % bounds of a share of which `hits` of `trials` were seen (Clopper and Pearson, Biometrika 26,
 * 1934): the shares at which so many, or more, or fewer, come up once in forty times.
 */
export function clopperPearson(hits: number, trials: number): [low: number, high: number] {
  const miss = 0.025;
  const low = hits === 0 ? 0 : root((share) => 1 - atMost(hits - 1, trials, share) > miss);
  const high = hits === trials ? 1 : root((share) => atMost(hits, trials, share) < miss);
  return [low, high];
}

/** The least share from 0 to 1 for which `isBeyond`, which is false first and true then. */
function root(isBeyond: (share: number) => boolean): number {
  let [low, high] = [0, 1];
  while (high - low > 1e-9) {
    const middle = (low + high) / 2;
    if (isBeyond(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** P(X ≤ hits) of a binomial X, by logarithms: with a thousand trials its terms leave all floats. */
function atMost(hits: number, trials: number, share: number): number {
  let log = trials * Math.log1p(-share);
  let sum = Math.exp(log);
  for (let k = 1; k <= hits; k++) {
    log += Math.log((trials - k + 1) / k) + Math.log(share) - Math.log1p(-share);
    sum += Math.exp(log);
  }
  return sum;
}
