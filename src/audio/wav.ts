import { decodeALaw, decodeMuLaw } from "./g711.ts";
import {
  BYTES_PER_SAMPLE,
  type Encoding,
  parseWavFormat,
  refusal,
  type WavFormat,
} from "./wav_format.ts";

export { WavError } from "./wav_format.ts";

/** One channel of 16-bit linear audio. */
export interface Pcm {
  readonly sampleRateHz: number;
  readonly samples: Int16Array;
}

const HEADER_BYTES = 12;
const CHUNK_HEADER_BYTES = 8;
const WRITTEN_HEADER_BYTES = 44;

/**
 * Reads a RIFF/WAVE file: 8–48 kHz, mono or stereo (averaged), 16-bit PCM, 32-bit float, mu-law or
 * A-law. Of a streamed file, whose data size is 0, unknown or too large, it takes what is there.
 * Throws {@linkcode WavError} for anything else.
 */
export function decodeWav(bytes: Uint8Array): Pcm {
  let format: WavFormat | undefined;
  for (const { id, body } of riffChunks(bytes)) {
    if (id === "fmt ") format = parseWavFormat(body);
    if (id !== "data") continue;
    if (format === undefined) throw refusal("its data precede their format", "fmt before data");
    return { sampleRateHz: format.sampleRateHz, samples: decodeSamples(body, format) };
  }
  throw refusal(`it has no ${format ? "data" : "fmt"} chunk`, "a fmt chunk, then a data chunk");
}

/** Writes 16-bit mono PCM with the plain 44-byte header. */
export function encodeWav(pcm: Pcm): Uint8Array {
  const dataBytes = pcm.samples.length * 2;
  const bytes = new Uint8Array(WRITTEN_HEADER_BYTES + dataBytes);
  const view = new DataView(bytes.buffer);
  const name = (at: number, id: string) => bytes.set(new TextEncoder().encode(id), at);
  name(0, "RIFF");
  view.setUint32(4, bytes.length - CHUNK_HEADER_BYTES, true);
  name(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, pcm.sampleRateHz, true);
  view.setUint32(28, pcm.sampleRateHz * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  name(36, "data");
  view.setUint32(40, dataBytes, true);
  pcm.samples.forEach((sample, i) => view.setInt16(WRITTEN_HEADER_BYTES + 2 * i, sample, true));
  return bytes;
}

function* riffChunks(bytes: Uint8Array): Generator<{ id: string; body: Uint8Array }> {
  if (text(bytes, 0) !== "RIFF" || text(bytes, 8) !== "WAVE") {
    throw refusal("it does not begin as RIFF/WAVE does", "a RIFF/WAVE file");
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = HEADER_BYTES;
  while (at + CHUNK_HEADER_BYTES <= bytes.length) {
    const id = text(bytes, at);
    const start = at + CHUNK_HEADER_BYTES;
    const declared = view.getUint32(at + 4, true);
    // A writer to a pipe cannot go back to fill in the size.
    const size = id === "data" && declared === 0 ? Infinity : declared;
    const end = Math.min(start + size, bytes.length);
    yield { id, body: bytes.subarray(start, end) };
    // Chunks start at even offsets after a zero byte; some writers forget it.
    at = declared % 2 === 1 && bytes[end] === 0 ? end + 1 : end;
  }
}

function text(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

function decodeSamples(body: Uint8Array, { encoding, channels }: WavFormat): Int16Array {
  const frames = Math.floor(body.length / (BYTES_PER_SAMPLE[encoding] * channels));
  const interleaved = DECODERS[encoding](
    body.subarray(0, frames * channels * BYTES_PER_SAMPLE[encoding]),
  );
  if (channels === 1) return interleaved;
  return Int16Array.from(
    { length: frames },
    (_, i) => Math.round((interleaved[2 * i]! + interleaved[2 * i + 1]!) / 2),
  );
}

const DECODERS: Readonly<Record<Encoding, (bytes: Uint8Array) => Int16Array>> = {
  pcm16: (bytes) => readSamples(bytes, 2, (view, at) => view.getInt16(at, true)),
  float32: (bytes) => readSamples(bytes, 4, (view, at) => toInt16(view.getFloat32(at, true))),
  alaw: decodeALaw,
  mulaw: decodeMuLaw,
};

function readSamples(
  bytes: Uint8Array,
  size: number,
  read: (view: DataView, at: number) => number,
): Int16Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Int16Array.from({ length: bytes.length / size }, (_, i) => read(view, i * size));
}

function toInt16(unit: number): number {
  return Math.max(-32768, Math.min(32767, Math.round(unit * 32768)));
}
