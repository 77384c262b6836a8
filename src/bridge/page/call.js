import { AudioClock } from "./audio_clock.js";
import { failure } from "./failures.js";
import { Line } from "./line.js";
import { askForMicrophone, listen, microphoneObstacle } from "./microphone.js";
import { levelDbfs, toBase64, toPcm16 } from "./pcm.js";
import { Presence } from "./presence.js";
import { Speaker } from "./speaker.js";
import { SpeechEnd } from "./speech_end.js";
import { Turns } from "./turns.js";

/** @typedef {import("./failures.js").Failure} Failure */
/** @typedef {"asking" | "connecting" | "listening" | "speaking" | "thinking" | "answering"} CallState */

/**
 * @typedef {object} CallListener
 * @property {(state: CallState) => void} onState
 * @property {(turns: Turns) => void} onTurns something changed in them
 * @property {(dbfs: number) => void} onLevel of the microphone, 50 times a second
 * @property {(failure: Failure) => void} onNotice something failed, and the call goes on
 * @property {(failure: Failure | undefined) => void} onEnd once; undefined if we hung up
 */

const WORKLETS = ["capture_worklet.js", "playback_worklet.js"];

/** One conversation: microphone → bridge → speaker, until it is hung up or fails. */
export class Call {
  #listener;
  #ticket;
  #turns = new Turns();
  #speech = new SpeechEnd();
  #clock = new AudioClock();
  /** @type {AudioContext | undefined} */
  #context;
  /** @type {MediaStream | undefined} */
  #stream;
  /** @type {Speaker | undefined} */
  #speaker;
  /** @type {Line | undefined} */
  #line;
  /** @type {CallState | undefined} */
  #state;
  /** Since the session began. @type {Presence | undefined} */
  #presence;
  #isOver = false;

  /**
   * @param {string | undefined} ticket
   * @param {CallListener} listener
   */
  constructor(ticket, listener) {
    this.#ticket = ticket;
    this.#listener = listener;
  }

  /** To be called from a person's gesture: a browser plays nothing else. */
  async start() {
    const obstacle = microphoneObstacle();
    if (obstacle) return this.#end(failure("", obstacle));
    this.#tell("asking");
    try {
      await this.#openAudio();
    } catch (error) {
      const { name, message } = /** @type {Error} */ (error);
      return this.#end(failure(message, name));
    }
    if (!this.#isOver) this.#dial();
  }

  hangUp() {
    this.#end(undefined);
  }

  /** @param {boolean} isMuted */
  mute(isMuted) {
    for (const track of this.#stream?.getTracks() ?? []) track.enabled = !isMuted;
  }

  async #openAudio() {
    const context = this.#context = new AudioContext({ latencyHint: "interactive" });
    /** @param {string} name */
    const load = (name) => context.audioWorklet.addModule(new URL(name, import.meta.url));
    const [stream] = await Promise.all([this.#openMicrophone(), ...WORKLETS.map(load)]);
    await context.resume();
    if (this.#isOver) return;
    this.#speaker = new Speaker(context, (report) => this.#onReport(report));
    listen(context, stream, {
      onFrame: (frame) => this.#onFrame(frame),
      onEnded: () => this.#end(failure("", "microphone_ended")),
    });
  }

  async #openMicrophone() {
    const stream = this.#stream = await askForMicrophone();
    // Allowed after the call was given up.
    if (this.#isOver) this.#release();
    return stream;
  }

  #dial() {
    this.#tell("connecting");
    try {
      this.#line = new Line(new URL("voice", location.href), this.#ticket, {
        onEvent: (event) => this.#onEvent(event, performance.now()),
        onClosed: (why) => this.#end(why),
      });
    } catch (error) {
      // A ticket with a character that none has: a link that was cut or broken on its way.
      this.#end(failure(/** @type {Error} */ (error).message, "http_401"));
    }
  }

  /** @param {import("./capture_worklet.js").CapturedFrame} frame */
  #onFrame({ samples, endS }) {
    const nowMs = performance.now();
    this.#clock.observe(endS, nowMs);
    this.#speech.push(samples, this.#clock.toMs(endS));
    this.#listener.onLevel(levelDbfs(samples));
    if (!this.#presence) return;
    this.#line?.send({ type: "input_audio_buffer.append", audio: toBase64(toPcm16(samples)) });
    this.#watch(this.#presence, nowMs);
  }

  /** @param {Presence} presence @param {number} nowMs */
  #watch(presence, nowMs) {
    presence.note(this.#speech.lastLoudMs ?? -Infinity);
    if (this.#state === "speaking" || this.#state === "answering") presence.note(nowMs);
    if (presence.isOver(nowMs)) this.#end(failure("", "quiet"));
  }

  /** @param {any} event @param {number} atMs */
  #onEvent(event, atMs) {
    // What was said before anybody listened is not sent.
    if (event.type === "session.created") this.#presence ??= new Presence(atMs);
    const order = this.#turns.receive(event, atMs, this.#speech.lastLoudMs);
    if (order) this.#speaker?.obey(order);
    this.#notice(event);
    this.#changed();
  }

  /** @param {any} event */
  #notice(event) {
    const error = event.type === "error" ? event.error : event.response?.status_details?.error;
    // What the bridge says of its upstream is followed by the end of the call, which says it too.
    if (!error || error.code?.startsWith("upstream_")) return;
    this.#listener.onNotice(failure(error.message ?? "", error.code, error.type));
  }

  /** @param {import("./playback_worklet.js").PlayerReport} report */
  #onReport(report) {
    const speaker = /** @type {Speaker} */ (this.#speaker);
    if (report.kind === "audible") {
      this.#turns.heard(report.item, speaker.heardAtMs(report.atS));
    } else {
      this.#turns.played(report);
      if (!report.isWhole) this.#truncate(report.item, report.playedMs - speaker.latencyMs);
    }
    this.#changed();
  }

  /**
   * The service knows what it sent, not what was heard: without this it believes that it said it all.
   *
   * @param {string} item
   * @param {number} heardMs
   */
  #truncate(item, heardMs) {
    this.#line?.send({
      type: "conversation.item.truncate",
      item_id: item,
      content_index: 0,
      audio_end_ms: Math.max(0, Math.floor(heardMs)),
    });
  }

  #changed() {
    if (this.#isOver) return;
    this.#listener.onTurns(this.#turns);
    if (this.#presence) this.#tell(stateOf(this.#turns));
  }

  /** @param {CallState} state */
  #tell(state) {
    if (state === this.#state) return;
    this.#state = state;
    this.#listener.onState(state);
  }

  /** @param {Failure | undefined} why */
  #end(why) {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#line?.hangUp();
    this.#release();
    this.#turns.end();
    this.#listener.onTurns(this.#turns);
    this.#listener.onEnd(why);
  }

  #release() {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    if (this.#context?.state !== "closed") this.#context?.close();
  }
}

/** @param {Turns} turns @returns {CallState} */
function stateOf({ isSpeaking, current }) {
  if (isSpeaking) return "speaking";
  if (!current || current.isOver) return "listening";
  return current.audibleMs === undefined ? "thinking" : "answering";
}
