import type { Clock } from "../time/clock.ts";
import type { TrueSession, TrueTurn, TruthScript } from "./truth_log.ts";
import { holdsSpeechEnd } from "./truth_speech.ts";

const REPLY_FRAME_MS = 20;
/** Loud, as replies are: in silence a client would search each piece for the first sound. */
const REPLY_FRAME = new Uint8Array(REPLY_FRAME_MS * 48).fill(0x11).toBase64();

/** Answers one caller by the script, and stamps what comes in and goes out. */
export class TruthSession {
  readonly log: TrueSession = { turns: [], probes: [], framesInMs: [] };

  constructor(
    readonly clock: Clock,
    readonly script: TruthScript,
    /** The next of the script's think times. */
    readonly think: () => number,
    readonly write: (text: string) => void,
  ) {}

  open(): void {
    this.#send({ type: "session.created", session: {} });
  }

  receive(text: string, atMs: number): void {
    if (text.startsWith(APPEND)) {
      this.log.framesInMs.push(us(atMs));
      if (holdsSpeechEnd(text)) this.#reply(atMs);
    } else if (text.includes(RETRIEVE)) this.#answer(JSON.parse(text).event_id, atMs);
  }

  /** The n-th probe is that of the n-th turn. */
  #answer(eventId: string, atMs: number): void {
    const passed: TrueSession["probes"][number] = { inMs: us(atMs) };
    this.log.probes.push(passed);
    const event = { type: "error", error: { code: "item_not_found", event_id: eventId } };
    this.#after(this.script.probeMs, () => passed.outMs = this.#send(event));
  }

  #reply(atMs: number): void {
    const { turns, framesInMs } = this.log;
    const turn: TrueTurn = { endInMs: us(atMs), frames: framesInMs.length };
    const id = `resp_${turns.push(turn)}`;
    this.#after(this.script.stoppedMs, () => {
      turn.stoppedOutMs = this.#send({ type: "input_audio_buffer.speech_stopped" });
      this.#after(this.think(), () => this.#speak(turn, id));
    });
  }

  #speak(turn: TrueTurn, id: string): void {
    const delta = { type: "response.output_audio.delta", response_id: id, delta: REPLY_FRAME };
    this.#send({ type: "response.created", response: { id } });
    turn.audioOutMs = this.#send(delta);
    for (let i = 1; i < this.script.replyFrames; i++) {
      this.#after(i * REPLY_FRAME_MS, () => this.#send(delta));
    }
    this.#after((this.script.replyFrames - 1) * REPLY_FRAME_MS, () => {
      this.#send({ type: "response.done", response: { id, status: "completed" } });
    });
  }

  #after(ms: number, task: () => void): void {
    if (ms === 0) return task();
    this.clock.at(this.clock.now() + ms, task);
  }

  /** @returns when it was handed to the system. */
  #send(event: object): number {
    const text = JSON.stringify(event);
    const atMs = this.clock.now();
    this.write(text);
    return us(atMs);
  }
}

const APPEND = '{"type":"input_audio_buffer.append"';
const RETRIEVE = "conversation.item.retrieve";

function us(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
