/** What a block's figures of one arm come to. */

/** Share of the values that is left out on each side of the centre. */
const TRIM = 0.2;
/** Share of the values that is the tail. */
const TAIL = 0.05;
/** 0 µs has no logarithm: times are kept in whole µs. */
const LEAST_MS = 0.001;

/** Log of the centre: the mean of the logs without the lowest and the highest fifth. */
export function trimmedLogMean(valuesMs: readonly number[]): number | undefined {
  const logs = valuesMs.map((ms) => Math.log(Math.max(ms, LEAST_MS))).sort((a, b) => a - b);
  const cut = Math.floor(TRIM * logs.length);
  return average(logs.slice(cut, logs.length - cut));
}

/** Log of the expected shortfall: the mean of the worst 5 %, of one value at least. */
export function logTailMean(valuesMs: readonly number[]): number | undefined {
  const sorted = valuesMs.toSorted((a, b) => b - a);
  const tailMs = average(sorted.slice(0, Math.max(1, Math.round(TAIL * sorted.length))));
  return tailMs === undefined ? undefined : Math.log(Math.max(tailMs, LEAST_MS));
}

function average(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  return values.reduce((sum, value) => sum + value) / values.length;
}
