/** Zero crossings of the sinc on each side, at the lower of the two rates. */
const ZERO_CROSSINGS = 64;
/** Kaiser window: 90 dB of stopband. */
const KAISER_BETA = 8.96;
/** The pass band's half-power point over the lower Nyquist frequency: the stop band starts at 1. */
const CUTOFF = 1 - 5.7 / (2 * ZERO_CROSSINGS);

/**
 * Converts between any two integer rates by a polyphase windowed sinc. The filter's delay is taken
 * out: sample k of the output is the signal at time k/toHz. The output has every k whose time is within the input,
 * and the input counts as zero outside of itself.
 */
export function resample(samples: Int16Array, fromHz: number, toHz: number): Int16Array {
  if (fromHz === toHz) return samples.slice();
  const divisor = gcd(fromHz, toHz);
  const up = toHz / divisor;
  const down = fromHz / divisor;
  const scale = Math.min(1, toHz / fromHz);
  const halfWidth = Math.ceil(ZERO_CROSSINGS / scale);
  const phases: Float64Array[] = [];
  const output = new Int16Array(Math.ceil((samples.length * toHz) / fromHz));
  for (let k = 0; k < output.length; k++) {
    const phase = (k * down) % up;
    const taps = phases[phase] ??= phaseTaps(phase / up, halfWidth, scale);
    const first = Math.floor((k * down) / up) - halfWidth + 1;
    output[k] = Math.max(-32768, Math.min(32767, Math.round(dot(taps, samples, first))));
  }
  return output;
}

/** The filter for outputs that lie `fraction` of an input sample after an input sample. */
function phaseTaps(fraction: number, halfWidth: number, scale: number): Float64Array {
  const taps = Float64Array.from({ length: 2 * halfWidth }, (_, j) => {
    const t = j - halfWidth + 1 - fraction;
    return sinc(t * scale * CUTOFF) * kaiser((t * scale) / ZERO_CROSSINGS);
  });
  // Unit gain at 0 Hz in every phase, so that a constant stays one.
  const sum = taps.reduce((a, b) => a + b);
  return taps.map((tap) => tap / sum);
}

function dot(taps: Float64Array, samples: Int16Array, first: number): number {
  const from = Math.max(0, -first);
  const to = Math.min(taps.length, samples.length - first);
  let sum = 0;
  for (let j = from; j < to; j++) sum += taps[j]! * samples[first + j]!;
  return sum;
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** The Kaiser window over [−1, 1]. */
function kaiser(x: number): number {
  return Math.abs(x) >= 1 ? 0 : besselI0(KAISER_BETA * Math.sqrt(1 - x * x));
}

/** Modified Bessel function of the first kind, order 0, by its power series. */
function besselI0(x: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; term > sum * 1e-16; n++) {
    term *= (x / (2 * n)) ** 2;
    sum += term;
  }
  return sum;
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
