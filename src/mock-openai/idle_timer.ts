import { base64Bytes } from "../protocol/decode.ts";
import type { Cancel, Clock } from "../time/clock.ts";
import { bytesPerMs } from "./audio_coding.ts";
import type { WireAudioFormat, WireEvent, WireEventOf } from "./wire.ts";

export interface IdleTimerDeps {
  readonly clock: Clock;
  /** `idle_timeout_ms` of the session, `null` where there is none. */
  timeoutMs(): number | null;
  /** How much input audio there has been, in ms. */
  audioMs(): number;
  /** Nobody has spoken for `idle_timeout_ms` since the reply was played, `playedAtMs` of input audio. */
  onIdle(playedAtMs: number): void;
}

/**
 * Finds out from the events of a session when its reply has been played and nobody goes on: a clock
 * runs from `response.done`, first over the reply's length, then over the timeout.
 */
export class IdleTimer {
  readonly #deps: IdleTimerDeps;
  #responseId: string | undefined;
  #replyMs = 0;
  #replyBytesPerMs = 1;
  #speaking = false;
  #cancel: Cancel = () => {};

  constructor(deps: IdleTimerDeps) {
    this.#deps = deps;
  }

  /** Takes every event that leaves. */
  see(event: WireEvent): void {
    switch (event.type) {
      case "response.created":
        return this.#begin(event.response);
      case "response.output_audio.delta":
        if (event.response_id !== this.#responseId) return;
        this.#replyMs += base64Bytes(event.delta) / this.#replyBytesPerMs;
        return;
      case "response.done":
        if (event.response.id === this.#responseId) this.#arm();
        return;
      case "input_audio_buffer.speech_started":
        this.#speaking = true;
        return this.#cancel();
      case "input_audio_buffer.committed":
      case "input_audio_buffer.cleared":
        this.#speaking = false;
        return this.#cancel();
    }
  }

  /** A response outside of the conversation prompts nobody. */
  #begin({ id, conversation_id, audio }: WireEventOf<"response.created">["response"]): void {
    if (!conversation_id) return;
    this.#cancel();
    this.#responseId = id!;
    this.#replyMs = 0;
    this.#replyBytesPerMs = bytesPerMs(audio?.output?.format as WireAudioFormat);
  }

  #arm(): void {
    if (this.#speaking) return;
    const { clock } = this.#deps;
    const playedMs = clock.now() + this.#replyMs;
    this.#cancel = clock.at(playedMs, () => this.#await(playedMs));
  }

  #await(playedMs: number): void {
    const { clock, timeoutMs, audioMs, onIdle } = this.#deps;
    const waitMs = timeoutMs();
    if (waitMs === null) return;
    const playedAtMs = audioMs();
    this.#cancel = clock.at(playedMs + waitMs, () => {
      if (timeoutMs() !== null) onIdle(playedAtMs);
    });
  }
}
