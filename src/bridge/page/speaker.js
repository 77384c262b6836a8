import { fromBase64 } from "./pcm.js";

/** @typedef {import("./playback_worklet.js").PlayerRequest} PlayerRequest */
/** @typedef {import("./playback_worklet.js").PlayerReport} PlayerReport */

/**
 * The speaker: plays replies through the worklet `playback`, which must have been loaded.
 */
export class Speaker {
  #context;
  #node;

  /**
   * @param {AudioContext} context
   * @param {(report: PlayerReport) => void} onReport
   */
  constructor(context, onReport) {
    this.#context = context;
    this.#node = new AudioWorkletNode(context, "playback", {
      numberOfInputs: 0,
      outputChannelCount: [1],
    });
    this.#node.port.onmessage = ({ data }) => onReport(data);
    this.#node.connect(context.destination);
  }

  /** How long a sample takes from here to the ear, in ms. */
  get latencyMs() {
    const { baseLatency = 0, outputLatency = 0 } = this.#context;
    return (baseLatency + outputLatency) * 1000;
  }

  /** @param {import("./turns.js").PlayerOrder} order */
  obey(order) {
    if (order.kind !== "play") return this.#ask(order);
    const { item, base64 } = order;
    this.#ask({ kind: "push", item, samples: fromBase64(base64) });
  }

  /**
   * When what is played at `atS` of the context's clock is heard, on the page's clock.
   *
   * @param {number} atS
   */
  heardAtMs(atS) {
    const { contextTime = 0, performanceTime = 0 } = this.#context.getOutputTimestamp();
    if (contextTime > 0) return performanceTime + (atS - contextTime) * 1000;
    const inMs = (atS - this.#context.currentTime) * 1000 + this.latencyMs;
    return performance.now() + inMs;
  }

  /** @param {PlayerRequest} request */
  #ask(request) {
    this.#node.port.postMessage(request);
  }
}
