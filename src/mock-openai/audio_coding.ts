import { decodeALaw, decodeMuLaw, encodeALaw, encodeMuLaw } from "../audio/g711.ts";
import { REALTIME_SAMPLE_RATE } from "../protocol/events.ts";
import type { WireAudioFormat } from "./wire.ts";

export type AudioType = WireAudioFormat["type"];

/** How the bytes of an audio format become samples, and back. */
export interface AudioCoding {
  readonly sampleRateHz: number;
  readonly bytesPerSample: number;
  /** Silence is made of these. */
  readonly silentByte: number;
  /** Takes whole samples. They may be a view of the bytes: good only as long as these are. */
  decode(bytes: Uint8Array): Int16Array;
  encode(samples: Int16Array): Uint8Array;
}

const G711 = { sampleRateHz: 8000, bytesPerSample: 1 };

const CODINGS: Readonly<Record<AudioType, AudioCoding>> = {
  "audio/pcm": {
    sampleRateHz: REALTIME_SAMPLE_RATE,
    bytesPerSample: 2,
    silentByte: 0,
    // Little-endian, as this machine is: the bytes are the samples.
    decode: (bytes) => {
      const { buffer, byteOffset, length } = bytes.byteOffset % 2 === 0 ? bytes : bytes.slice();
      return new Int16Array(buffer, byteOffset, length / 2);
    },
    encode: ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength),
  },
  "audio/pcmu": { ...G711, silentByte: 0xff, decode: decodeMuLaw, encode: encodeMuLaw },
  "audio/pcma": { ...G711, silentByte: 0xd5, decode: decodeALaw, encode: encodeALaw },
};

export function codingOf({ type }: { readonly type: AudioType }): AudioCoding {
  return CODINGS[type];
}

export function bytesPerMs(format: { readonly type: AudioType }): number {
  const { sampleRateHz, bytesPerSample } = codingOf(format);
  return sampleRateHz * bytesPerSample / 1000;
}
