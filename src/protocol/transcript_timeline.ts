import type { ServerEvent } from "./events.ts";
import type { Timeline, Verdict, Weight } from "./timeline.ts";

/**
 * A turn of a session that only transcribes: the service says that it heard the end, commits the turn
 * as an item and transcribes it. Only items committed during the turn are its own.
 */
export class TranscriptTimeline implements Timeline {
  speechStoppedAtMs: number | undefined;
  readonly firstAudioAtMs = undefined;
  readonly doneAtMs = undefined;
  transcriptAtMs: number | undefined;
  errorCode: string | undefined;
  #ownItems = new Set<string>();
  #split = false;
  #failed = false;

  constructor(readonly speechEndMs: number) {}

  get finished(): boolean {
    return this.#failed || this.transcriptAtMs !== undefined;
  }

  get verdict(): Verdict {
    if (this.#split) return "split_turn";
    if (this.#failed) return "error";
    return this.finished ? "ok" : "unfinished";
  }

  receive(event: ServerEvent, atMs: number): Weight {
    switch (event.type) {
      case "input_audio_buffer.speech_stopped":
        // A second end, or one before the person has ended: a pause was taken for the end.
        if (this.speechStoppedAtMs !== undefined || atMs < this.speechEndMs) this.#split = true;
        this.speechStoppedAtMs = atMs;
        return "decides";
      case "input_audio_buffer.committed":
        this.#ownItems.add(event.item_id);
        return "decides";
      case "conversation.item.input_audio_transcription.completed":
        if (!this.#ownItems.has(event.item_id)) return "nothing";
        // What was said before a pause is not yet all.
        if (atMs >= this.speechEndMs) this.transcriptAtMs ??= atMs;
        return "decides";
      case "conversation.item.input_audio_transcription.failed":
        if (!this.#ownItems.has(event.item_id)) return "nothing";
        this.#failed = true;
        this.errorCode = event.error.code ?? event.error.type ?? "transcription_failed";
        return "decides";
      case "error":
        this.errorCode = event.error.code ?? event.error.type;
    }
    return "nothing";
  }
}
