/**
 * G.711 as ITU-T defines it: 8-bit companded telephone speech, 8 kHz. Linear values are on the 16-bit
 * scale: mu-law spans ±32124, A-law ±32256. The encoders pick the code whose interval holds the sample.
 */
const MU_BIAS = 0x84;
const MU_CLIP = 32635;
/** A-law sends its even bits inverted, so that silence keeps the line busy. */
const A_MASK = 0x55;

const MU_TABLE = Int16Array.from({ length: 256 }, (_, code) => expandMu(code));
const A_TABLE = Int16Array.from({ length: 256 }, (_, code) => expandA(code));

export function decodeMuLaw(bytes: Uint8Array): Int16Array {
  return Int16Array.from(bytes, (code) => MU_TABLE[code]!);
}

export function decodeALaw(bytes: Uint8Array): Int16Array {
  return Int16Array.from(bytes, (code) => A_TABLE[code]!);
}

export function encodeMuLaw(samples: Int16Array): Uint8Array {
  return Uint8Array.from(samples, compressMu);
}

export function encodeALaw(samples: Int16Array): Uint8Array {
  return Uint8Array.from(samples, compressA);
}

function expandMu(code: number): number {
  const bits = ~code & 0xff;
  const segment = (bits >> 4) & 7;
  const magnitude = (((bits & 15) << 3) + MU_BIAS << segment) - MU_BIAS;
  return bits & 0x80 ? -magnitude : magnitude;
}

function compressMu(sample: number): number {
  const magnitude = Math.min(Math.abs(sample), MU_CLIP) + MU_BIAS;
  const segment = log2(magnitude) - 7;
  const bits = (segment << 4) | ((magnitude >> (segment + 3)) & 15);
  return ~(sample < 0 ? bits | 0x80 : bits) & 0xff;
}

function expandA(code: number): number {
  const bits = code ^ A_MASK;
  const segment = (bits >> 4) & 7;
  const step = ((bits & 15) << 4) + 8;
  const magnitude = segment === 0 ? step : (step + 256) << (segment - 1);
  return bits & 0x80 ? magnitude : -magnitude;
}

function compressA(sample: number): number {
  // −1 and 0 are mirror images: A-law has no zero, its smallest values are ±8.
  const magnitude = sample < 0 ? ~sample : sample;
  const segment = Math.max(0, log2(magnitude) - 7);
  const bits = (segment << 4) | ((magnitude >> (segment === 0 ? 4 : segment + 3)) & 15);
  return (sample < 0 ? bits : bits | 0x80) ^ A_MASK;
}

/** Position of the highest bit set. */
function log2(value: number): number {
  return 31 - Math.clz32(value);
}
