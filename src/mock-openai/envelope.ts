import { slidingDbfs } from "../audio/level.ts";
import type { Pcm } from "../audio/wav.ts";

/** Hops of {@linkcode envelopeOf} per second. */
export const HOPS_PER_SECOND = 100;
/** Low enough to be the same on a telephone line, which lets nothing over 3.4 kHz through. */
const BAND_RATE_HZ = 2000;
const WINDOW_SAMPLES = 40;
/** The background of rooms: all that is below counts as equally silent. */
const FLOOR_DBFS = -45;

/**
 * How loud the voice is from moment to moment, in dBFS below 1 kHz: 20 ms windows, one each 10 ms.
 * Speech is recognised by it, whatever the rate and the companding.
 */
export function envelopeOf({ samples, sampleRateHz }: Pcm): Float64Array {
  const low = averaged(samples, sampleRateHz / BAND_RATE_HZ);
  return slidingDbfs(low, WINDOW_SAMPLES, BAND_RATE_HZ / HOPS_PER_SECOND)
    .map((level) => Math.max(level, FLOOR_DBFS));
}

/** Whether anything stands out of the background. */
export function isSilent(envelope: Float64Array): boolean {
  return envelope.every((level) => level === FLOOR_DBFS);
}

/** Means of `count` samples each: a crude low-pass, enough to compare loudness by. */
function averaged(samples: Int16Array, count: number): Int16Array {
  const means = new Int16Array(Math.floor(samples.length / count));
  for (let i = 0; i < means.length; i++) {
    let sum = 0;
    for (let j = i * count; j < (i + 1) * count; j++) sum += samples[j]!;
    means[i] = sum / count;
  }
  return means;
}
