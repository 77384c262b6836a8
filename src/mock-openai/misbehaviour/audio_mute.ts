import { base64Bytes } from "../../protocol/decode.ts";
import type { WireEventOf } from "../wire.ts";
import type { Outgoing } from "./outgoing.ts";
import { eventOf } from "./outgoing_event.ts";

type AudioFormat = NonNullable<
  WireEventOf<"session.created">["session"]["audio"]["input"]["format"]
>;

/** How silence looks in each format. */
const SILENCE: Readonly<Record<string, { readonly bytesPerMs: number; readonly byte: number }>> = {
  "audio/pcm": { bytesPerMs: 48, byte: 0 },
  "audio/pcmu": { bytesPerMs: 8, byte: 0xff },
  "audio/pcma": { bytesPerMs: 8, byte: 0xd5 },
};

/** Turns what a client appends into silence, by the frame, for as long as it is told to. */
export class AudioMute {
  #format: NonNullable<AudioFormat>["type"] = "audio/pcm";
  #remainingMs = 0;

  mute(ms: number): void {
    this.#remainingMs = ms;
  }

  /** Learns the format of the session's input. */
  watch(item: Outgoing): void {
    const event = eventOf(item, "session.created") ?? eventOf(item, "session.updated");
    if (event) this.#format = event.session.audio.input.format?.type ?? this.#format;
  }

  hear(frame: string): string {
    if (this.#remainingMs <= 0) return frame;
    const event = parse(frame);
    if (event?.type !== "input_audio_buffer.append" || typeof event.audio !== "string") {
      return frame;
    }
    const { bytesPerMs, byte } = SILENCE[this.#format ?? "audio/pcm"]!;
    const length = base64Bytes(event.audio);
    this.#remainingMs -= length / bytesPerMs;
    return JSON.stringify({ ...event, audio: new Uint8Array(length).fill(byte).toBase64() });
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
