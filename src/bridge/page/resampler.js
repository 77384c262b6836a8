/** Zero crossings of the sinc on each side, at the lower of the two rates. */
const ZERO_CROSSINGS = 32;
/** Kaiser window: 90 dB of stopband. */
const KAISER_BETA = 8.96;
/** Half-power point over the lower Nyquist frequency, so that the stop band starts at 1. */
const CUTOFF = 1 - 5.7 / (2 * ZERO_CROSSINGS);

/**
 * Converts a stream between two integer rates by a polyphase windowed sinc, however the stream is cut
 * into pieces. Output k is the signal at time k/toHz; it comes {@linkcode delayS} after that.
 */
export class Resampler {
  /** @type {Float32Array[]} The taps of each phase; computed once. */
  #phases;
  #up;
  #down;
  #taps;
  /** The last inputs that further outputs need. @type {Float32Array} */
  #history = new Float32Array(0);
  /** Of the next output: its first input within the history, and its phase between two inputs. */
  #first = 0;
  #phase = 0;

  /**
   * @param {number} fromHz
   * @param {number} toHz
   */
  constructor(fromHz, toHz) {
    const divisor = gcd(fromHz, toHz);
    this.#up = toHz / divisor;
    this.#down = fromHz / divisor;
    const scale = Math.min(1, toHz / fromHz);
    const halfWidth = fromHz === toHz ? 0 : Math.ceil(ZERO_CROSSINGS / scale);
    this.#taps = 2 * halfWidth;
    this.#phases = Array.from(
      { length: halfWidth && this.#up },
      (_, phase) => phaseTaps(phase / this.#up, halfWidth, scale),
    );
    this.#rewind();
    /** How much input after it an output needs, in seconds. */
    this.delayS = halfWidth / fromHz;
  }

  /**
   * @param {Float32Array} input
   * @returns {Float32Array} the outputs that this input completes.
   */
  push(input) {
    if (this.#taps === 0) return input.slice();
    const signal = concat(this.#history, input);
    /** @type {number[]} */
    const output = [];
    while (this.#first + this.#taps <= signal.length) {
      output.push(
        dot(/** @type {Float32Array} */ (this.#phases[this.#phase]), signal, this.#first),
      );
      this.#phase += this.#down;
      this.#first += Math.floor(this.#phase / this.#up);
      this.#phase %= this.#up;
    }
    const used = Math.min(this.#first, signal.length);
    this.#history = signal.slice(used);
    this.#first -= used;
    return Float32Array.from(output);
  }

  /**
   * Ends the stream: what is pushed next begins another.
   *
   * @returns {Float32Array} the outputs that waited for more input.
   */
  flush() {
    const rest = this.push(new Float32Array(this.#taps / 2));
    this.#rewind();
    return rest;
  }

  #rewind() {
    this.#history = new Float32Array(Math.max(0, this.#taps / 2 - 1));
    this.#first = this.#phase = 0;
  }
}

/**
 * @param {number} fraction of an input sample by which the output lies after its middle
 * @param {number} halfWidth
 * @param {number} scale
 */
function phaseTaps(fraction, halfWidth, scale) {
  const bandwidth = scale * CUTOFF;
  const taps = Float32Array.from({ length: 2 * halfWidth }, (_, i) => {
    const distance = i - halfWidth + 1 - fraction;
    return bandwidth * sinc(distance * bandwidth) * kaiser(distance / halfWidth);
  });
  // Each phase passes a constant unchanged: else the phases would be heard as a tone.
  const sum = taps.reduce((a, b) => a + b, 0);
  return taps.map((tap) => tap / sum);
}

/** @param {number} x */
function sinc(x) {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** @param {number} x from −1 to 1 */
function kaiser(x) {
  return Math.abs(x) > 1 ? 0 : bessel(KAISER_BETA * Math.sqrt(1 - x * x)) / bessel(KAISER_BETA);
}

/**
 * The modified Bessel function of order zero.
 *
 * @param {number} x
 */
function bessel(x) {
  let sum = 1;
  for (let k = 1, term = 1; term > 1e-12 * sum; k++) sum += term *= (x / (2 * k)) ** 2;
  return sum;
}

/**
 * @param {Float32Array} taps
 * @param {Float32Array} signal
 * @param {number} first
 */
function dot(taps, signal, first) {
  let sum = 0;
  for (let i = 0; i < taps.length; i++) {
    sum += /** @type {number} */ (taps[i]) * /** @type {number} */ (signal[first + i]);
  }
  return sum;
}

/**
 * @param {Float32Array} a
 * @param {Float32Array} b
 */
function concat(a, b) {
  const both = new Float32Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/**
 * @param {number} a
 * @param {number} b
 * @returns {number}
 */
function gcd(a, b) {
  return b === 0 ? a : gcd(b, a % b);
}
