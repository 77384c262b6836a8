/**
 * One turn: what the person said and what was answered. Times are of the page's clock, in ms;
 * undefined until it happens.
 */
export class Turn {
  /** The person's last word was captured, as this page heard it. @type {number | undefined} */
  speechEndMs;
  /** `input_audio_buffer.speech_stopped` came: the service noticed. @type {number | undefined} */
  noticedMs;
  /** The first audio of the reply came. @type {number | undefined} */
  firstAudioMs;
  /** The first audible sample of the reply left the speaker. @type {number | undefined} */
  audibleMs;
  /** How much of the reply was played. */
  playedMs = 0;
  /** How often it stuttered. */
  underruns = 0;
  /** Items of the reply that came and were not played to their end. @type {Set<string>} */
  unplayed = new Set();
  /** Whether all of the reply has come. */
  isAnswered = false;
  /** Whether the person cut it short, and whether it is over. */
  wasInterrupted = false;
  isOver = false;
  /** What the reply says. */
  caption = "";

  /** @param {number} number from 1 */
  constructor(number) {
    this.number = number;
  }

  /** What all delays count from: where this page missed the last word, from when the service noticed it. */
  get originMs() {
    return this.speechEndMs ?? this.noticedMs;
  }

  /** It is over once all of the reply has come and was played, at once where it has no audio. */
  settle() {
    if (this.isAnswered && this.unplayed.size === 0) this.isOver = true;
  }

  /** Whether the person waits for the answer. */
  get isWaiting() {
    return !this.isOver && this.audibleMs === undefined;
  }

  /**
   * How long the person waited for the answer, or has waited until `nowMs`.
   *
   * @param {number} nowMs
   */
  waitMs(nowMs) {
    const endMs = this.isWaiting ? nowMs : this.audibleMs;
    if (endMs === undefined || this.speechEndMs === undefined) return undefined;
    return Math.max(0, endMs - this.speechEndMs);
  }

  /** Delays from the last word on, in ms; undefined where not measured. */
  get delays() {
    /** @param {number | undefined} atMs */
    const since = (atMs) =>
      atMs === undefined || this.speechEndMs === undefined ? undefined : atMs - this.speechEndMs;
    return {
      noticed: since(this.noticedMs),
      firstAudio: since(this.firstAudioMs),
      audible: since(this.audibleMs),
    };
  }

  /**
   * The steps of the waterfall that have begun, in ms from the origin. The last one that has not
   * ended yet lasts until `nowMs`.
   *
   * @param {number} nowMs
   */
  steps(nowMs) {
    const origin = this.originMs ?? nowMs;
    const marks = [this.speechEndMs, this.noticedMs, this.firstAudioMs, this.audibleMs];
    return STEP_NAMES.map((name, i) => {
      const [from, to] = [marks[i], marks[i + 1]];
      const isOpen = to === undefined && !this.isOver;
      if (from === undefined || (to === undefined && !isOpen)) return { name };
      return { name, isOpen, fromMs: from - origin, toMs: (to ?? Math.max(from, nowMs)) - origin };
    });
  }
}

/** From last word to noticed, from there to the first audio, from there to the ear. */
const STEP_NAMES = /** @type {const} */ (["endpointing", "response", "playback"]);
