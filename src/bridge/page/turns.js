import { Turn } from "./turn.js";

/** @typedef {{ kind: "stop" } | { kind: "play", item: string, base64: string } | { kind: "finish", item: string }} PlayerOrder */

/**
 * The turns of a conversation as the service's events and the player's reports tell them. Pure: says
 * what the player should do and does nothing itself.
 */
export class Turns {
  /** @type {Turn[]} */
  all = [];
  /** Whether the person speaks, as the service hears it. */
  isSpeaking = false;
  /** The turn that each response answers. @type {Map<string, Turn>} */
  #byResponse = new Map();
  /** @type {Map<string, Turn>} */
  #byItem = new Map();
  /** What was said before then is of no turn to come. */
  #heardSinceMs = -Infinity;
  /** Responses that the person talked over: what still comes of them is not played. */
  #silenced = new Set();

  /** @returns {Turn | undefined} */
  get current() {
    return this.all.at(-1);
  }

  /**
   * @param {any} event of the service
   * @param {number} atMs when it came
   * @param {number | undefined} speechEndMs when the person last spoke
   * @returns {PlayerOrder | undefined}
   */
  receive(event, atMs, speechEndMs) {
    switch (event.type) {
      case "session.created":
        this.#heardSinceMs = atMs;
        return undefined;
      case "input_audio_buffer.speech_started":
        return this.#interrupt();
      case "input_audio_buffer.speech_stopped":
        return this.#begin(atMs, speechEndMs);
      case "response.created":
        if (this.current) this.#byResponse.set(event.response.id, this.current);
        return undefined;
      case "response.output_audio.delta":
        return this.#play(event, atMs);
      case "response.output_audio_transcript.delta":
        return this.#write(event);
      case "response.output_audio.done":
        return { kind: "finish", item: event.item_id };
      case "response.done":
        return this.#done(event.response);
    }
    return undefined;
  }

  /** @param {string} item @param {number} atMs */
  heard(item, atMs) {
    const turn = this.#byItem.get(item);
    if (turn) turn.audibleMs ??= atMs;
  }

  /** @param {{ item: string, playedMs: number, isWhole: boolean, underruns: number }} report */
  played({ item, playedMs, isWhole, underruns }) {
    const turn = this.#byItem.get(item);
    if (!turn) return;
    turn.playedMs += playedMs;
    turn.underruns += underruns;
    turn.wasInterrupted ||= !isWhole;
    turn.unplayed.delete(item);
    turn.settle();
  }

  /** Nothing more will come. */
  end() {
    this.isSpeaking = false;
    if (this.current) this.current.isOver = true;
  }

  /** @returns {PlayerOrder} */
  #interrupt() {
    this.isSpeaking = true;
    for (const response of this.#byResponse.keys()) this.#silenced.add(response);
    this.#byResponse.clear();
    const { current } = this;
    // Talked over before it was heard: there is nothing left to wait for.
    if (current && !current.isOver) current.wasInterrupted = current.isOver = true;
    return { kind: "stop" };
  }

  /** @param {number} atMs @param {number | undefined} speechEndMs @returns {undefined} */
  #begin(atMs, speechEndMs) {
    this.isSpeaking = false;
    const turn = new Turn(this.all.length + 1);
    turn.noticedMs = atMs;
    // A soft last word is missed: what was heard last is then of an earlier turn.
    if (speechEndMs !== undefined && speechEndMs > this.#heardSinceMs) {
      turn.speechEndMs = speechEndMs;
    }
    this.#heardSinceMs = atMs;
    this.all.push(turn);
  }

  /** @param {any} event @param {number} atMs @returns {PlayerOrder | undefined} */
  #play(event, atMs) {
    if (this.#silenced.has(event.response_id) || event.delta === "") return undefined;
    const turn = this.#byResponse.get(event.response_id);
    if (turn) {
      turn.firstAudioMs ??= atMs;
      turn.unplayed.add(event.item_id);
      this.#byItem.set(event.item_id, turn);
    }
    return { kind: "play", item: event.item_id, base64: event.delta };
  }

  /** @param {any} event @returns {undefined} */
  #write(event) {
    const turn = this.#byResponse.get(event.response_id);
    if (turn) turn.caption += event.delta;
  }

  /** @param {any} response @returns {undefined} */
  #done(response) {
    const turn = this.#byResponse.get(response.id);
    this.#byResponse.delete(response.id);
    if (!turn) return;
    turn.isAnswered = true;
    turn.settle();
  }
}
