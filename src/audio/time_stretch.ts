/** Length of the pieces and how far each may be shifted: at least a period of a low voice. */
const HOP_MS = 15;
const SEARCH_MS = 8;
/** Every so many samples are compared: speech has little above a few kHz. */
const COMPARE_STEP = 3;

/**
 * Speech at another speed and the same pitch: 2 is twice as fast. Overlapping pieces are laid closer
 * together or wider apart, each shifted to where it best continues the one before (WSOLA: Verhelst and
 * Roelands, 1993). The output is `samples.length / speed` long.
 */
export function timeStretch(samples: Int16Array, sampleRateHz: number, speed: number): Int16Array {
  if (speed === 1) return samples.slice();
  const hop = Math.round(sampleRateHz * HOP_MS / 1000);
  const search = Math.round(sampleRateHz * SEARCH_MS / 1000);
  const output = new Float32Array(Math.round(samples.length / speed));
  let last = 0;
  for (let k = 0; (k - 1) * hop < output.length; k++) {
    const wanted = Math.round((k - 1) * hop * speed);
    last = k === 0 ? wanted : bestMatch(samples, last + hop, wanted, { hop, search });
    addPiece(output, (k - 1) * hop, samples, last, hop);
  }
  return Int16Array.from(output, (value) => Math.max(-32768, Math.min(32767, Math.round(value))));
}

/** Where, around `wanted`, the input is most like what stands at `continuation`. */
function bestMatch(
  samples: Int16Array,
  continuation: number,
  wanted: number,
  { hop, search }: { hop: number; search: number },
): number {
  let best = wanted;
  let bestLikeness = -Infinity;
  for (let start = wanted - search; start <= wanted + search; start += COMPARE_STEP) {
    const likeness = correlation(samples, continuation, start, hop);
    if (likeness <= bestLikeness) continue;
    [best, bestLikeness] = [start, likeness];
  }
  return best;
}

/** Normalised by the energy of the second piece, so that a loud one is not preferred. */
function correlation(samples: Int16Array, a: number, b: number, length: number): number {
  let sum = 0;
  let energy = 1;
  for (let i = 0; i < length; i += COMPARE_STEP) {
    const other = samples[b + i] ?? 0;
    sum += (samples[a + i] ?? 0) * other;
    energy += other * other;
  }
  return sum / Math.sqrt(energy);
}

/** Adds two hops of input under a Hann window; the windows of neighbours sum to 1. */
function addPiece(
  output: Float32Array,
  at: number,
  samples: Int16Array,
  from: number,
  hop: number,
): void {
  for (let i = Math.max(0, -at); i < 2 * hop && at + i < output.length; i++) {
    const window = 0.5 - 0.5 * Math.cos(Math.PI * i / hop);
    output[at + i]! += window * (samples[from + i] ?? 0);
  }
}
