/** A WAV file that cannot be used. The message names what is wrong, the rule and a remedy. */
export class WavError extends Error {
  override readonly name = "WavError";
}

/** How the samples of a WAV file are stored. */
export interface WavFormat {
  readonly encoding: Encoding;
  readonly channels: number;
  readonly sampleRateHz: number;
}

export type Encoding = "pcm16" | "float32" | "alaw" | "mulaw";

export const BYTES_PER_SAMPLE: Readonly<Record<Encoding, number>> = {
  pcm16: 2,
  float32: 4,
  alaw: 1,
  mulaw: 1,
};

/** The encodings by format tag and bits per sample. */
const ENCODINGS: Readonly<Record<string, Encoding>> = {
  "1/16": "pcm16",
  "3/32": "float32",
  "6/8": "alaw",
  "7/8": "mulaw",
};
const TAG_NAMES: Readonly<Record<number, string>> = { 1: "PCM", 2: "ADPCM", 3: "float", 85: "MP3" };
/** WAVE_FORMAT_EXTENSIBLE: the real tag opens the sub-format's GUID, 24 bytes in. */
const EXTENSIBLE = 0xfffe;

const REMEDY = "convert it with: sox INPUT -r 24000 -c 1 -b 16 -e signed-integer OUTPUT.wav";

/** Reads a `fmt ` chunk. Throws {@linkcode WavError} for whatever is not supported. */
export function parseWavFormat(chunk: Uint8Array): WavFormat {
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  const outerTag = chunk.length >= 16 ? view.getUint16(0, true) : undefined;
  if (outerTag === undefined || (outerTag === EXTENSIBLE && chunk.length < 26)) {
    throw refusal(`its fmt chunk has ${chunk.length} bytes`, "at least 16 (extensible: 26)");
  }
  const tag = outerTag === EXTENSIBLE ? view.getUint16(24, true) : outerTag;
  const channels = view.getUint16(2, true);
  const sampleRateHz = view.getUint32(4, true);
  const bits = view.getUint16(14, true);
  const encoding = ENCODINGS[`${tag}/${bits}`];
  if (encoding === undefined) {
    const found = `${bits}-bit ${TAG_NAMES[tag] ?? `format ${tag}`}`;
    throw refusal(`its samples are ${found}`, "16-bit PCM, 32-bit float, or 8-bit mu-law or A-law");
  }
  if (channels !== 1 && channels !== 2) throw refusal(`it has ${channels} channels`, "1 or 2");
  if (sampleRateHz < 8000 || sampleRateHz > 48000) {
    throw refusal(`its rate is ${sampleRateHz} Hz`, "8000 to 48000 Hz");
  }
  return { encoding, channels, sampleRateHz };
}

/** A {@linkcode WavError} in the one form that all of them have. */
export function refusal(found: string, allowed: string): WavError {
  return new WavError(`cannot use this WAV: ${found}, allowed is ${allowed}; ${REMEDY}`);
}
