import { base64Bytes } from "./decode.ts";
import type { RealtimeResponse, ServerEvent } from "./events.ts";

/** How the exchange of a turn went, seen on the wire alone. */
export type Verdict =
  | "ok"
  | "no_audio"
  | "early_reply"
  | "split_turn"
  | "interrupted"
  | "error"
  | "unfinished";

/**
 * One turn as the events of the server tell it: the person's speech ends at `speechEndMs`
 * ({@linkcode TurnTimeline.speechEndMs}, t_se in docs/metrics.md), then the service says that it
 * heard the end, answers and is done. All times are the moments of receipt on the client's clock.
 *
 * Only responses that were created during the turn are its own: what an earlier one still sends is
 * nobody's.
 */
export class TurnTimeline {
  speechStoppedAtMs: number | undefined;
  firstAudioAtMs: number | undefined;
  doneAtMs: number | undefined;
  /** Of the last error event or failed response. */
  errorCode: string | undefined;
  #speaking = false;
  #split = false;
  #ownResponses = new Set<string | undefined>();
  #status: RealtimeResponse["status"];

  constructor(readonly speechEndMs: number) {}

  /** Whether the service has answered and finished; further events belong to nobody. */
  get finished(): boolean {
    return this.doneAtMs !== undefined;
  }

  get verdict(): Verdict {
    if (this.#split) return "split_turn";
    if (this.#isEarly) return "early_reply";
    if (!this.finished) return "unfinished";
    if (this.#status === "cancelled") return "interrupted";
    if (this.#status !== "completed") return "error";
    return this.firstAudioAtMs === undefined ? "no_audio" : "ok";
  }

  /** @returns whether the event is audio of this turn's reply. */
  receive(event: ServerEvent, atMs: number): boolean {
    if (this.finished) return false;
    switch (event.type) {
      case "input_audio_buffer.speech_started":
        this.#speaking = true;
        break;
      case "input_audio_buffer.speech_stopped":
        this.#onSpeechStopped(atMs);
        break;
      case "response.created":
        this.#ownResponses.add(event.response.id);
        break;
      case "response.output_audio.delta":
        return this.#onAudio(event.response_id, event.delta, atMs);
      case "response.done":
        if (this.#ownResponses.has(event.response.id)) this.#onOwnDone(event.response, atMs);
        break;
      case "error":
        this.errorCode = event.error.code ?? event.error.type;
    }
    return false;
  }

  /** Answered before the person had ended, or before the service had noticed that they had. */
  get #isEarly(): boolean {
    const { firstAudioAtMs = Infinity, speechStoppedAtMs = -Infinity } = this;
    return firstAudioAtMs < this.speechEndMs || firstAudioAtMs < speechStoppedAtMs;
  }

  #onSpeechStopped(atMs: number): void {
    // A second end, or one before the person has ended, means that a pause was taken for the end.
    if (this.speechStoppedAtMs !== undefined || atMs < this.speechEndMs) this.#split = true;
    this.#speaking = false;
    this.speechStoppedAtMs = atMs;
  }

  #onAudio(responseId: string, delta: string, atMs: number): boolean {
    if (!this.#ownResponses.has(responseId) || base64Bytes(delta) === 0) return false;
    this.firstAudioAtMs ??= atMs;
    return true;
  }

  #onOwnDone(response: RealtimeResponse, atMs: number): void {
    // Cut off by more of the same turn: the answer to the whole of it is still to come.
    if (this.#speaking || atMs < this.speechEndMs) return;
    this.doneAtMs = atMs;
    this.#status = response.status;
    if (response.status === "completed") return;
    const details = response.status_details;
    this.errorCode = details?.error?.code ?? details?.reason ?? details?.type ?? response.status;
  }
}
