/// <reference path="./worklet.d.ts" />
import { SAMPLE_RATE_HZ } from "./pcm.js";
import { Resampler } from "./resampler.js";

/** 20 ms, as callers of the telephone network send it too. */
const FRAME_SAMPLES = SAMPLE_RATE_HZ / 50;

/**
 * A frame of the microphone.
 *
 * @typedef {{ samples: Float32Array, endS: number }} CapturedFrame `endS`: when its last sample came
 *   in, on the context's clock
 */

/** Posts the microphone as {@linkcode CapturedFrame}s of 20 ms at 24 kHz, one after the other. */
class Capture extends AudioWorkletProcessor {
  #resampler = new Resampler(sampleRate, SAMPLE_RATE_HZ);
  #frame = new Float32Array(FRAME_SAMPLES);
  #filled = 0;

  /** @param {Float32Array[][]} inputs @param {Float32Array[][]} outputs */
  process([input = []], [output = []]) {
    // A microphone that gives nothing is silent: the service hears the end of a turn in silence.
    const length = (input[0] ?? output[0])?.length ?? 128;
    this.#add(this.#resampler.push(mono(input, length)), currentTime + length / sampleRate);
    return true;
  }

  /** @param {Float32Array} samples @param {number} nowS */
  #add(samples, nowS) {
    for (let i = 0; i < samples.length; i++) {
      this.#frame[this.#filled++] = /** @type {number} */ (samples[i]);
      if (this.#filled < FRAME_SAMPLES) continue;
      const endS = nowS - (samples.length - 1 - i) / SAMPLE_RATE_HZ - this.#resampler.delayS;
      this.port.postMessage({ samples: this.#frame, endS }, [this.#frame.buffer]);
      this.#frame = new Float32Array(FRAME_SAMPLES);
      this.#filled = 0;
    }
  }
}

/** @param {Float32Array[]} channels @param {number} length */
function mono(channels, length) {
  const [first] = channels;
  if (first && channels.length === 1) return first;
  return Float32Array.from({ length }, (_, i) => {
    const sum = channels.reduce((sum, channel) => sum + /** @type {number} */ (channel[i]), 0);
    return sum / Math.max(1, channels.length);
  });
}

registerProcessor("capture", Capture);
