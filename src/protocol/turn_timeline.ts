import { base64Bytes } from "./decode.ts";
import type { RealtimeResponse, ServerEvent } from "./events.ts";
import type { Timeline, Verdict, Weight } from "./timeline.ts";

/** A function was called and no answer came: neither the client nor a bridge gave its result. */
const UNANSWERED_CALL = "tool_call_unanswered";

/**
 * A turn that is to be answered in speech: the person's speech ends at `speechEndMs`
 * ({@linkcode TurnTimeline.speechEndMs}, t_se in docs/metrics.md), then the service says that it
 * heard the end, answers and is done.
 *
 * Only responses that were created during the turn are its own: what an earlier one still sends is
 * nobody's, and so are responses out of band. A response that calls a function is followed by another.
 */
export class TurnTimeline implements Timeline {
  speechStoppedAtMs: number | undefined;
  firstAudioAtMs: number | undefined;
  doneAtMs: number | undefined;
  readonly transcriptAtMs = undefined;
  errorCode: string | undefined;
  #speaking = false;
  #split = false;
  #answeredAgain = false;
  #ownResponses = new Set<string | undefined>();
  #status: RealtimeResponse["status"];

  constructor(readonly speechEndMs: number) {}

  /** Whether the service has answered; what else it sends is not awaited. */
  get finished(): boolean {
    return this.doneAtMs !== undefined;
  }

  get verdict(): Verdict {
    if (this.#split) return "split_turn";
    if (this.#isEarly) return "early_reply";
    if (!this.finished) return "unfinished";
    if (this.#status === "cancelled") return "interrupted";
    if (this.#status !== "completed" || this.#answeredAgain) return "error";
    return this.firstAudioAtMs === undefined ? "no_audio" : "ok";
  }

  receive(event: ServerEvent, atMs: number): Weight {
    switch (event.type) {
      case "response.output_audio.delta":
        return this.#onAudio(event.response_id, event.delta, atMs) ? "reply_audio" : "nothing";
      case "response.created":
        return this.#onCreated(event.response);
      case "response.done":
        if (!this.#ownResponses.has(event.response.id)) return "nothing";
        this.#onOwnDone(event.response, atMs);
        return "decides";
      default:
        return this.finished ? "nothing" : this.#onOther(event, atMs);
    }
  }

  #onOther(event: ServerEvent, atMs: number): Weight {
    if (event.type === "input_audio_buffer.speech_stopped") {
      this.#onSpeechStopped(atMs);
      return "decides";
    }
    if (event.type === "input_audio_buffer.speech_started") this.#speaking = true;
    else if (event.type === "error") this.errorCode = event.error.code ?? event.error.type;
    return "nothing";
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

  /** It decides whose the response is: heard late, that of the turn before would be taken for ours. */
  #onCreated({ id, conversation_id }: RealtimeResponse): Weight {
    if (conversation_id === null) return "nothing";
    if (this.finished) {
      this.#answeredAgain = true;
      this.errorCode = "several_responses";
    } else {
      this.#ownResponses.add(id);
      if (this.errorCode === UNANSWERED_CALL) this.errorCode = undefined;
    }
    return "decides";
  }

  #onAudio(responseId: string, delta: string, atMs: number): boolean {
    if (this.finished || !this.#ownResponses.has(responseId) || base64Bytes(delta) === 0) {
      return false;
    }
    this.firstAudioAtMs ??= atMs;
    return true;
  }

  #onOwnDone(response: RealtimeResponse, atMs: number): void {
    // Cut off by more of the same turn: the answer to the whole of it is still to come.
    if (this.finished || this.#speaking || atMs < this.speechEndMs) return;
    if (response.status === "completed" && callsFunction(response)) {
      this.errorCode = UNANSWERED_CALL;
      return;
    }
    this.doneAtMs = atMs;
    this.#status = response.status;
    if (response.status === "completed") return;
    const details = response.status_details;
    this.errorCode = details?.error?.code ?? details?.reason ?? details?.type ?? response.status;
  }
}

function callsFunction({ output }: RealtimeResponse): boolean {
  return output?.some(({ type }) => type === "function_call") ?? false;
}
