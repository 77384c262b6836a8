/// <reference path="./worklet.d.ts" />
import { AudibleOnset } from "./audible_onset.js";
import { JitterBuffer } from "./jitter_buffer.js";
import { SAMPLE_RATE_HZ } from "./pcm.js";
import { Resampler } from "./resampler.js";

/**
 * What the player is asked.
 *
 * @typedef {{ kind: "push", item: string, samples: Float32Array }
 *   | { kind: "finish", item: string }
 *   | { kind: "stop" }} PlayerRequest
 */
/**
 * What the player tells: that an item is heard, since `atS` of the context's clock, and how much of an
 * item was played when it ended.
 *
 * @typedef {{ kind: "audible", item: string, atS: number }
 *   | { kind: "ended", item: string, playedMs: number, isWhole: boolean, underruns: number }} PlayerReport
 */

/** Plays items of 24 kHz audio one after the other. */
class Playback extends AudioWorkletProcessor {
  #buffer = new JitterBuffer(sampleRate);
  #resampler = new Resampler(SAMPLE_RATE_HZ, sampleRate);
  /** The item whose last samples the resampler still holds. @type {string | undefined} */
  #pushedItem;
  #onset = new AudibleOnset(sampleRate);
  /** @type {string | undefined} */
  #audibleItem;
  #underrunsTold = 0;

  constructor() {
    super();
    /** @param {MessageEvent<PlayerRequest>} event */
    this.port.onmessage = ({ data }) => this.#take(data);
  }

  /** @param {Float32Array[][]} _inputs @param {Float32Array[][]} outputs */
  process(_inputs, [channels = []]) {
    const [output] = channels;
    if (!output) return true;
    const { playing, ended } = this.#buffer.pull(output);
    for (const channel of channels.slice(1)) channel.set(output);
    this.#listen(playing, output);
    for (const { item, playedSamples, isWhole } of ended) {
      const underruns = this.#buffer.underruns - this.#underrunsTold;
      this.#underrunsTold += underruns;
      const playedMs = playedSamples / sampleRate * 1000;
      this.#tell({ kind: "ended", item, playedMs, isWhole, underruns });
    }
    return true;
  }

  /** @param {PlayerRequest} request */
  #take(request) {
    if (request.kind === "push") this.#push(request);
    else if (request.kind === "finish") this.#finish(request.item);
    else this.#stop();
  }

  /** @param {{ item: string, samples: Float32Array }} request */
  #push({ item, samples }) {
    if (item !== this.#pushedItem) this.#finish(this.#pushedItem);
    this.#pushedItem = item;
    this.#buffer.push(item, this.#resampler.push(samples));
  }

  /** @param {string | undefined} item */
  #finish(item) {
    if (item === undefined || item !== this.#pushedItem) return;
    this.#buffer.push(item, this.#resampler.flush());
    this.#buffer.finish(item);
    this.#pushedItem = undefined;
  }

  #stop() {
    // Its last samples would be heard at the beginning of what comes next.
    this.#resampler.flush();
    this.#pushedItem = undefined;
    this.#buffer.stop();
  }

  /** @param {string | undefined} item @param {Float32Array} output */
  #listen(item, output) {
    if (item === undefined || item === this.#audibleItem) return this.#onset.reset();
    const offsetS = this.#onset.feed(output);
    if (offsetS === undefined) return;
    this.#audibleItem = item;
    this.#tell({ kind: "audible", item, atS: currentTime + offsetS });
  }

  /** @param {PlayerReport} report */
  #tell(report) {
    this.port.postMessage(report);
  }
}

registerProcessor("playback", Playback);
