import { decodeALaw, decodeMuLaw } from "../audio/g711.ts";
import { REALTIME_SAMPLE_RATE } from "../protocol/events.ts";
import type { WireAudioFormat } from "./wire.ts";

/** How the bytes of an audio format become samples. */
export interface AudioCoding {
  readonly sampleRateHz: number;
  readonly bytesPerSample: number;
  /** Takes whole samples. */
  decode(bytes: Uint8Array): Int16Array;
}

const G711_RATE_HZ = 8000;

const CODINGS: Readonly<Record<WireAudioFormat["type"], AudioCoding>> = {
  "audio/pcm": { sampleRateHz: REALTIME_SAMPLE_RATE, bytesPerSample: 2, decode: viewPcm },
  "audio/pcmu": { sampleRateHz: G711_RATE_HZ, bytesPerSample: 1, decode: decodeMuLaw },
  "audio/pcma": { sampleRateHz: G711_RATE_HZ, bytesPerSample: 1, decode: decodeALaw },
};

export function codingOf({ type }: WireAudioFormat): AudioCoding {
  return CODINGS[type];
}

export function bytesPerMs(format: WireAudioFormat): number {
  const { sampleRateHz, bytesPerSample } = codingOf(format);
  return sampleRateHz * bytesPerSample / 1000;
}

/** Little-endian, as this machine is: the bytes are the samples, copied only where they lie askew. */
function viewPcm(bytes: Uint8Array): Int16Array {
  const even = bytes.byteOffset % 2 === 0 ? bytes : bytes.slice();
  return new Int16Array(even.buffer, even.byteOffset, even.length / 2);
}
