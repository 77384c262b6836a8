import { base64Bytes } from "../../protocol/decode.ts";
import { type AudioType, codingOf } from "../audio_coding.ts";
import { type Frame, mapFields, typeOf } from "./frame.ts";

/** Stands in a cassette for audio that was left out. */
interface LeftOut {
  readonly bytes: number;
}

/** The frame with its audio replaced by how long it was. */
export function withoutAudio(frame: Frame): Frame {
  const isAudio = audioField(frame);
  return mapFields(
    frame,
    (value, name) =>
      typeof value === "string" && isAudio(name) ? { bytes: base64Bytes(value) } : value,
  );
}

/** The frame with silence of the same length where its audio was left out. */
export function withSilence(frame: Frame, type: AudioType): Frame {
  const isAudio = audioField(frame);
  const fill = codingOf({ type }).silentByte;
  return mapFields(
    frame,
    (value, name) =>
      isAudio(name) && isLeftOut(value) ? new Uint8Array(value.bytes).fill(fill).toBase64() : value,
  );
}

/** `audio` wherever it stands, and the `delta` of deltas of audio. */
function audioField(frame: Frame): (name: string) => boolean {
  const deltas = typeOf(frame)?.endsWith("audio.delta");
  return (name) => name === "audio" || (deltas === true && name === "delta");
}

function isLeftOut(value: unknown): value is LeftOut {
  return Number.isInteger((value as LeftOut | null)?.bytes);
}
