import type { ServerEventOf, SessionRequest } from "../protocol/events.ts";
import { decodeServerEvent } from "../protocol/decode.ts";
import { base64BytesIn, bytesPerMs } from "./audio_ms.ts";
import { isEvent } from "./is_event.ts";
import { sentAudioBytes } from "./sent_audio.ts";
import { NO_USAGE, uncounted, type Usage } from "./usage.ts";

/**
 * Counts what one session uses, from the frames of its upstream leg: what the bridge is billed for. A
 * frame of audio is not parsed, only measured.
 */
export class UsageMeter {
  #startMs: number | undefined;
  #endMs: number | undefined;
  #total: { -readonly [K in keyof Usage]: number } = { ...NO_USAGE };
  #counted: Usage = NO_USAGE;
  #inBytesPerMs = bytesPerMs(undefined);
  #outBytesPerMs = bytesPerMs(undefined);

  /** The upstream let the session in: before that there is nothing to count. */
  opened(nowMs: number): void {
    this.#startMs = nowMs;
    this.#total.sessions = 1;
  }

  /** A frame that went upstream. */
  sent(frame: string): void {
    this.#total.audioInMs += sentAudioBytes(frame) / this.#inBytesPerMs;
  }

  /** A frame that came from upstream. */
  received(frame: string): void {
    if (isEvent(frame, "response.output_audio.delta")) {
      this.#total.audioOutMs += base64BytesIn(frame, "delta") / this.#outBytesPerMs;
    } else if (/"(response\.done|session\.(created|updated))"/.test(frame)) {
      const event = decodeServerEvent(frame);
      if (event?.type === "response.done") this.#countTokens(event);
      if (event?.type === "session.created" || event?.type === "session.updated") {
        this.#setFormats(event);
      }
    }
  }

  /** The upstream leg is gone, or there never will be one; what counts is the first call. */
  end(nowMs: number): void {
    this.#endMs ??= nowMs;
  }

  get hasEnded(): boolean {
    return this.#endMs !== undefined;
  }

  /** What was used and not taken before. */
  take(nowMs: number): Usage {
    if (this.#startMs !== undefined) {
      this.#total.sessionMs = (this.#endMs ?? nowMs) - this.#startMs;
    }
    const usage = uncounted(this.#total, this.#counted);
    this.#counted = uncounted(this.#total, NO_USAGE);
    return usage;
  }

  #countTokens({ response }: ServerEventOf<"response.done">): void {
    const usage = response?.usage;
    this.#total.inputTokens += tokens(usage?.input_tokens);
    this.#total.cachedTokens += tokens(usage?.input_token_details?.cached_tokens);
    this.#total.outputTokens += tokens(usage?.output_tokens);
  }

  #setFormats({ session }: ServerEventOf<"session.created" | "session.updated">): void {
    const { audio } = (session ?? {}) as SessionRequest;
    this.#inBytesPerMs = bytesPerMs(audio?.input?.format);
    this.#outBytesPerMs = bytesPerMs(audio?.output?.format);
  }
}

/** What a strange upstream sends may be no count at all. */
function tokens(value: unknown): number {
  return typeof value === "number" && Number.isSafeInteger(value) && value > 0 ? value : 0;
}
