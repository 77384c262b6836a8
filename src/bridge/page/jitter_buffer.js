/** Audio to have before the first sample plays; more after each time it was too little. */
const START_MS = 60;
const STEP_MS = 40;
const MAX_START_MS = 240;
/** A reply that is cut off fades: a hard cut is heard as a click. */
const FADE_MS = 5;

/**
 * How much of an item of the conversation was played.
 *
 * @typedef {{ item: string, playedSamples: number, isWhole: boolean }} Played
 */

/** @typedef {{ item: string, chunks: Float32Array[], playedSamples: number, isWhole: boolean }} Track */

/**
 * What waits to be played, in order. It begins once there is enough to ride out the network's jitter,
 * or all there will be; where it runs dry within a reply it waits for more than before.
 */
export class JitterBuffer {
  /** Times at which the reply went on and there was nothing to play. */
  underruns = 0;
  /** @type {Track[]} */
  #tracks = [];
  #waitingSamples = 0;
  #isPlaying = false;
  #startSamples;
  #stepSamples;
  #maxStartSamples;
  #wholeFadeSamples;
  /** What is left of the fade; undefined while nobody stops it. @type {number | undefined} */
  #fadeSamples;

  /** @param {number} sampleRateHz */
  constructor(sampleRateHz) {
    /** @param {number} ms */
    const samples = (ms) => Math.round(ms * sampleRateHz / 1000);
    this.#startSamples = samples(START_MS);
    this.#stepSamples = samples(STEP_MS);
    this.#maxStartSamples = samples(MAX_START_MS);
    this.#wholeFadeSamples = samples(FADE_MS);
  }

  /**
   * @param {string} item
   * @param {Float32Array} samples
   */
  push(item, samples) {
    this.#trackOf(item).chunks.push(samples);
    this.#waitingSamples += samples.length;
  }

  /** No more of this item will come. @param {string} item */
  finish(item) {
    const track = this.#tracks.find((track) => track.item === item);
    if (track) track.isWhole = true;
  }

  /** Fades what plays, and forgets the rest. */
  stop() {
    this.#fadeSamples ??= this.#isPlaying ? this.#wholeFadeSamples : 0;
  }

  /**
   * Fills `output`, with silence where there is nothing to play.
   *
   * @param {Float32Array} output
   * @returns {{ playing: string | undefined, ended: Played[] }} the item that plays, and those that
   *   have ended, played out or stopped.
   */
  pull(output) {
    output.fill(0);
    /** @type {Played[]} */
    const ended = [];
    let filled = 0;
    let playing;
    while (filled < output.length && this.#ready()) {
      const track = /** @type {Track} */ (this.#tracks[0]);
      const count = this.#copy(track, output.subarray(filled));
      if (count > 0) playing = track.item;
      filled += count;
      if (track.chunks.length === 0 && track.isWhole) ended.push(played(this.#tracks.shift()));
    }
    const isStopped = this.#fadeSamples !== undefined &&
      (this.#fadeSamples <= 0 || filled < output.length);
    if (isStopped) ended.push(...this.#clear());
    return { playing, ended };
  }

  /** Whether the next sample may play; notes where there should be one and is none. */
  #ready() {
    if (this.#fadeSamples !== undefined && this.#fadeSamples <= 0) return false;
    const [track] = this.#tracks;
    if (!track) return this.#isPlaying = false;
    if (this.#isPlaying && this.#waitingSamples === 0 && !track.isWhole) this.#starve();
    const isEnough = this.#waitingSamples >= this.#startSamples || track.isWhole;
    return this.#isPlaying ||= isEnough;
  }

  #starve() {
    this.#isPlaying = false;
    if (this.#fadeSamples !== undefined) return;
    this.underruns++;
    this.#startSamples = Math.min(this.#maxStartSamples, this.#startSamples + this.#stepSamples);
  }

  /**
   * @param {Track} track
   * @param {Float32Array} output
   */
  #copy(track, output) {
    const [chunk] = track.chunks;
    if (!chunk) return 0;
    const count = Math.min(chunk.length, output.length, this.#fadeSamples ?? Infinity);
    output.set(chunk.subarray(0, count));
    if (this.#fadeSamples !== undefined) this.#fade(output.subarray(0, count));
    if (count === chunk.length) track.chunks.shift();
    else track.chunks[0] = chunk.subarray(count);
    track.playedSamples += count;
    this.#waitingSamples -= count;
    return count;
  }

  /** @param {Float32Array} samples */
  #fade(samples) {
    let left = this.#fadeSamples ?? 0;
    for (let i = 0; i < samples.length; i++) {
      samples[i] = /** @type {number} */ (samples[i]) * left-- / this.#wholeFadeSamples;
    }
    this.#fadeSamples = left;
  }

  /** @returns {Played[]} */
  #clear() {
    const cut = this.#tracks.map((track) => played({ ...track, isWhole: false }));
    this.#tracks = [];
    this.#waitingSamples = 0;
    this.#isPlaying = false;
    this.#fadeSamples = undefined;
    return cut;
  }

  /** @param {string} item */
  #trackOf(item) {
    const last = this.#tracks.at(-1);
    if (last?.item === item) return last;
    // Items come one after the other: where one begins, that before it is whole.
    if (last) last.isWhole = true;
    const track = { item, chunks: [], playedSamples: 0, isWhole: false };
    this.#tracks.push(track);
    return track;
  }
}

/** @param {Track | undefined} track @returns {Played} */
function played(track) {
  const { item, playedSamples, isWhole } = /** @type {Track} */ (track);
  return { item, playedSamples, isWhole };
}
