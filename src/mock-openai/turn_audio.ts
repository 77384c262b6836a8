import type { Pcm } from "../audio/wav.ts";

/**
 * The audio of a session's latest turn. Each turn takes the place of the one before, in the same array:
 * a new one for each, hundreds of kilobytes that hardly anybody listens to, is what makes a busy mock
 * stop to collect garbage.
 */
export class TurnAudio {
  #array = new Int16Array();
  #length = 0;
  #sampleRateHz = 0;

  keep({ samples, sampleRateHz }: Pcm): void {
    // Half as much again, so that turns of about one length share one array.
    if (samples.length > this.#array.length) this.#array = new Int16Array(samples.length * 3 >> 1);
    this.#array.set(samples);
    this.#length = samples.length;
    this.#sampleRateHz = sampleRateHz;
  }

  copy(): Pcm {
    return { samples: this.#array.slice(0, this.#length), sampleRateHz: this.#sampleRateHz };
  }
}
