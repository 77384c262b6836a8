import { REALTIME_SAMPLE_RATE } from "../../protocol/events.ts";
import { InputAudio } from "../input_audio.ts";
import { wholeFormat } from "../input_config.ts";
import { isAudioFormat } from "../session_check.ts";
import type { WireAudioFormat, WireTurnDetection } from "../wire.ts";
import { type Frame, typeOf } from "./frame.ts";

/** A thing that a client does: the type of its event, or that its speech starts or stops. */
export type ClientStep = string;

/** A binary frame: no event is one, and the service says so. */
export const BINARY_STEP: ClientStep = "a binary frame";

const PCM: WireAudioFormat = { type: "audio/pcm", rate: REALTIME_SAMPLE_RATE };
const VAD: WireTurnDetection = {
  type: "server_vad",
  threshold: 0.5,
  prefix_padding_ms: 0,
  silence_duration_ms: 200,
};

/**
 * Tells what a client does, step by step. How many frames its audio comes in is chance, so speech is
 * told by its edges, heard with the same ear when it is recorded and when it is replayed.
 */
export class Ear {
  readonly #audio = new InputAudio(PCM);

  constructor() {
    this.#audio.detectTurns(VAD);
  }

  /** The steps that are done with this frame of the client. */
  hear(frame: Frame): ClientStep[] {
    if (typeof frame === "string" || typeOf(frame) !== "input_audio_buffer.append") {
      const format = inputFormat(frame);
      if (format) this.#audio.setFormat(format);
      return [typeOf(frame) ?? "a frame that is no event"];
    }
    return this.#audio.append(bytesOf(frame.audio)).map(({ kind }) => `speech ${kind}`);
  }
}

/** The format of the audio to come, where a `session.update` sets one. */
function inputFormat(frame: Frame): WireAudioFormat | undefined {
  if (typeof frame === "string" || typeOf(frame) !== "session.update") return undefined;
  const { session } = frame as { session?: { audio?: { input?: { format?: unknown } } } };
  const format = session?.audio?.input?.format;
  return isAudioFormat(format, "") ? undefined : wholeFormat(format as WireAudioFormat);
}

/** No bytes where it is no base64. */
function bytesOf(audio: unknown): Uint8Array {
  try {
    return Uint8Array.fromBase64(audio as string);
  } catch {
    return new Uint8Array();
  }
}
