/** Loud enough to be heard: −50 dBFS over 20 ms, as power; the same as in the bench. */
const AUDIBLE_POWER = 10 ** (-50 / 10);
const AUDIBLE_MS = 20;

/** Finds the first millisecond that is audible and begins 20 ms of audible mean power. */
export class AudibleOnset {
  /** Mean power of the last up to 20 whole milliseconds. @type {number[]} */
  #powers = [];
  #energy = 0;
  #samples = 0;
  #samplesPerMs;

  /** @param {number} sampleRateHz */
  constructor(sampleRateHz) {
    this.#samplesPerMs = Math.round(sampleRateHz / 1000);
  }

  /** What comes next does not go on from what came before. */
  reset() {
    this.#powers = [];
    this.#energy = this.#samples = 0;
  }

  /**
   * @param {Float32Array} block
   * @returns {number | undefined} the onset in seconds from the start of this block, negative where it
   *   lies in an earlier one.
   */
  feed(block) {
    for (let i = 0; i < block.length; i++) {
      this.#energy += /** @type {number} */ (block[i]) ** 2;
      if (++this.#samples < this.#samplesPerMs) continue;
      this.#powers.push(this.#energy / this.#samples);
      this.#energy = this.#samples = 0;
      if (this.#powers.length > AUDIBLE_MS) this.#powers.shift();
      const endMs = (i + 1) / this.#samplesPerMs;
      if (this.#isAudible()) return (endMs - AUDIBLE_MS) / 1000;
    }
    return undefined;
  }

  #isAudible() {
    const [first = 0] = this.#powers;
    if (this.#powers.length < AUDIBLE_MS || first <= AUDIBLE_POWER) return false;
    return this.#powers.reduce((a, b) => a + b) / AUDIBLE_MS > AUDIBLE_POWER;
  }
}
