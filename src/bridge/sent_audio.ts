import { base64Bytes } from "../protocol/decode.ts";

/**
 * How many bytes of audio a client's frame brings, appended or within an item. A plain append is
 * measured without parsing it; whatever could be read in more than one way is parsed.
 */
export function sentAudioBytes(frame: string): number {
  return plainAppendBytes(frame) ?? (mayHoldAudio(frame) ? parsedBytes(frame) : 0);
}

const AUDIO = '"audio"';
const VALUE = /\s*:\s*"([^"]*)"/y;

/** `undefined` where it takes a parser to tell. */
function plainAppendBytes(frame: string): number | undefined {
  const at = frame.indexOf(AUDIO);
  if (at < 0 || at !== frame.lastIndexOf(AUDIO) || frame.includes("\\")) return undefined;
  if (!frame.includes('"input_audio_buffer.append"')) return undefined;
  VALUE.lastIndex = at + AUDIO.length;
  const value = VALUE.exec(frame)?.[1];
  return value === undefined ? undefined : base64Bytes(value);
}

/** An escape may hide the word. */
function mayHoldAudio(frame: string): boolean {
  return frame.includes(AUDIO) || frame.includes("\\");
}

interface SentEvent {
  readonly type?: unknown;
  readonly audio?: unknown;
  readonly item?: { readonly content?: unknown } | null;
}

function parsedBytes(frame: string): number {
  let event: SentEvent | null;
  try {
    event = JSON.parse(frame);
  } catch {
    return 0;
  }
  if (event?.type === "input_audio_buffer.append") return bytesOf(event.audio);
  if (event?.type !== "conversation.item.create" || !Array.isArray(event.item?.content)) return 0;
  return event.item.content
    .filter((part) => part?.type === "input_audio")
    .reduce((sum, { audio }) => sum + bytesOf(audio), 0);
}

function bytesOf(base64: unknown): number {
  return typeof base64 === "string" ? base64Bytes(base64) : 0;
}
