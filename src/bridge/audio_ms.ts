import { base64Bytes } from "../protocol/decode.ts";

/** How many bytes the base64 text in `field` of a frame holds; 0 where there is none. */
export function base64BytesIn(frame: string, field: string): number {
  const name = frame.indexOf(`"${field}"`);
  if (name < 0) return 0;
  const start = frame.indexOf('"', name + field.length + 2) + 1;
  const end = start > 0 ? frame.indexOf('"', start) : -1;
  return end < 0 ? 0 : base64Bytes(frame.slice(start, end));
}

/** Bytes of one ms of an audio format of the service, which knows 24 kHz PCM16 and G.711 at 8 kHz. */
export function bytesPerMs(format: unknown): number {
  const type = (format as { type?: unknown } | null | undefined)?.type;
  return type === "audio/pcmu" || type === "audio/pcma" ? 8 : 48;
}
