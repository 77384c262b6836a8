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
 */
export class TurnTimeline {
  speechStoppedAtMs: number | undefined;
  firstAudioAtMs: number | undefined;
  doneAtMs: number | undefined;
  /** Of the last error event or failed response. */
  errorCode: string | undefined;
  #speaking = false;
  #split = false;
  #status: RealtimeResponse["status"];

  constructor(readonly speechEndMs: number) {}

  /** Whether the service has answered and finished; further events belong to nobody. */
  get finished(): boolean {
    return this.doneAtMs !== undefined;
  }

  get verdict(): Verdict {
    if (this.#split) return "split_turn";
    if (this.firstAudioAtMs !== undefined && this.firstAudioAtMs < this.speechEndMs) {
      return "early_reply";
    }
    if (!this.finished) return "unfinished";
    if (this.#status === "cancelled") return "interrupted";
    if (this.#status !== "completed") return "error";
    return this.firstAudioAtMs === undefined ? "no_audio" : "ok";
  }

  receive(event: ServerEvent, atMs: number): void {
    switch (event.type) {
      case "input_audio_buffer.speech_started":
        this.#speaking = true;
        break;
      case "input_audio_buffer.speech_stopped":
        this.#onSpeechStopped(atMs);
        break;
      case "response.output_audio.delta":
        if (base64Bytes(event.delta) > 0) this.firstAudioAtMs ??= atMs;
        break;
      case "response.done":
        this.#onResponseDone(event.response, atMs);
        break;
      case "error":
        this.errorCode = event.error.code ?? event.error.type;
    }
  }

  #onSpeechStopped(atMs: number): void {
    // A second end, or one before the person has ended, means that a pause was taken for the end.
    if (this.speechStoppedAtMs !== undefined || atMs < this.speechEndMs) this.#split = true;
    this.#speaking = false;
    this.speechStoppedAtMs = atMs;
  }

  #onResponseDone(response: RealtimeResponse, atMs: number): void {
    // Cut off by more of the same turn: the answer to the whole of it is still to come.
    if (this.#speaking || atMs < this.speechEndMs) return;
    this.doneAtMs = atMs;
    this.#status = response.status;
    if (response.status === "completed") return;
    const details = response.status_details;
    this.errorCode = details?.error?.code ?? details?.reason ?? details?.type ?? response.status;
  }
}
