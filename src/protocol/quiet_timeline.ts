import type { ServerEvent } from "./events.ts";
import type { Timeline, Verdict } from "./timeline.ts";

/** A turn in which nobody speaks, so that nobody should answer. It has no end but the client's. */
export class QuietTimeline implements Timeline {
  readonly speechStoppedAtMs = undefined;
  firstAudioAtMs: number | undefined;
  readonly doneAtMs = undefined;
  readonly transcriptAtMs = undefined;
  errorCode: string | undefined;
  readonly finished = false;
  #answered = false;

  get verdict(): Verdict {
    return this.#answered ? "early_reply" : "ok";
  }

  receive(event: ServerEvent): boolean {
    if (event.type === "response.created") this.#answered = true;
    else if (event.type === "error") this.errorCode = event.error.code ?? event.error.type;
    return false;
  }
}
