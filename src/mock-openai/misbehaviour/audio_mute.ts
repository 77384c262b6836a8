import { base64Bytes } from "../../protocol/decode.ts";
import { type AudioType, bytesPerMs, codingOf } from "../audio_coding.ts";
import { isAudioFormat } from "../session_check.ts";
import type { Outgoing } from "./outgoing.ts";
import { eventOf } from "./outgoing_event.ts";

/** Turns what a client appends into silence, by the frame, for as long as it is told to. */
export class AudioMute {
  #format: { readonly type: AudioType } = { type: "audio/pcm" };
  #remainingMs = 0;

  mute(ms: number): void {
    this.#remainingMs = ms;
  }

  /** Learns the format of the session's input. */
  watch(item: Outgoing): void {
    const event = eventOf(item, "session.created") ?? eventOf(item, "session.updated");
    const format = event?.session?.audio?.input?.format;
    if (format && !isAudioFormat(format, "")) this.#format = format;
  }

  hear(frame: string): string {
    if (this.#remainingMs <= 0) return frame;
    const event = parse(frame);
    if (event?.type !== "input_audio_buffer.append" || typeof event.audio !== "string") {
      return frame;
    }
    const length = base64Bytes(event.audio);
    this.#remainingMs -= length / bytesPerMs(this.#format);
    const silence = new Uint8Array(length).fill(codingOf(this.#format).silentByte);
    return JSON.stringify({ ...event, audio: silence.toBase64() });
  }
}

function parse(frame: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(frame);
    return typeof value === "object" && value !== null
      ? value as Record<string, unknown>
      : undefined;
  } catch {
    return undefined;
  }
}
