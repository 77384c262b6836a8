import type { ServerEvent } from "./events.ts";
import type { Timeline, Verdict, Weight } from "./timeline.ts";

/** A turn in which nobody speaks, so that nobody should answer. It is over when the client says so. */
export class QuietTimeline implements Timeline {
  readonly speechStoppedAtMs = undefined;
  firstAudioAtMs: number | undefined;
  readonly doneAtMs = undefined;
  readonly transcriptAtMs = undefined;
  errorCode: string | undefined;
  finished = false;
  #answered = false;

  get verdict(): Verdict {
    if (this.#answered) return "early_reply";
    return this.finished ? "ok" : "unfinished";
  }

  /** The line was quiet, and there, for as long as it was to be. */
  finish(): void {
    this.finished = true;
  }

  receive(event: ServerEvent): Weight {
    if (event.type === "error") this.errorCode = event.error.code ?? event.error.type;
    if (event.type !== "response.created") return "nothing";
    this.#answered = true;
    return "decides";
  }
}
