const FULL_SCALE = 32768;

/**
 * Root-mean-square level of `samples[start, end)` in dBFS, where a full-scale square wave is 0 and a
 * full-scale sine −3.01. Silence, and an empty range, is −Infinity.
 */
export function rmsDbfs(samples: Int16Array, start = 0, end = samples.length): number {
  let sum = 0;
  for (let i = start; i < end; i++) sum += samples[i]! ** 2;
  return sum === 0 ? -Infinity : 10 * Math.log10(sum / (end - start) / FULL_SCALE ** 2);
}

/**
 * The level in dBFS of every window of `windowSamples` that fits, one each `hopSamples`: entry k
 * covers samples [k·hop, k·hop + window). Takes any signal on the 16-bit scale.
 */
export function slidingDbfs(
  signal: Int16Array | Float64Array,
  windowSamples: number,
  hopSamples: number,
): Float64Array {
  const count = Math.max(0, Math.floor((signal.length - windowSamples) / hopSamples) + 1);
  const energy = new Float64Array(signal.length + 1);
  for (let i = 0; i < signal.length; i++) energy[i + 1] = energy[i]! + signal[i]! ** 2;
  return Float64Array.from({ length: count }, (_, k) => {
    const sum = energy[k * hopSamples + windowSamples]! - energy[k * hopSamples]!;
    // Not `sum === 0`: the running sum of a fractional signal leaves a residue of its own rounding.
    return sum < 1e-3 ? -Infinity : 10 * Math.log10(sum / windowSamples / FULL_SCALE ** 2);
  });
}
