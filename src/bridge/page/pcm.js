/** The Realtime API's audio: 16-bit little-endian mono at this rate, in base64. */
export const SAMPLE_RATE_HZ = 24_000;
const FULL_SCALE = 32_768;

/**
 * @param {Float32Array} samples full scale is 1
 * @returns {Uint8Array} 16-bit little-endian
 */
export function toPcm16(samples) {
  const view = new DataView(new ArrayBuffer(2 * samples.length));
  samples.forEach((sample, i) => {
    const value = Math.round(sample * FULL_SCALE);
    view.setInt16(2 * i, Math.max(-FULL_SCALE, Math.min(FULL_SCALE - 1, value)), true);
  });
  return new Uint8Array(view.buffer);
}

/** @param {Uint8Array} pcm16 */
export function toBase64(pcm16) {
  return btoa(String.fromCharCode(...pcm16));
}

/**
 * @param {string} base64 of 16-bit little-endian samples; an odd last byte is left out
 * @returns {Float32Array} full scale is 1
 */
export function fromBase64(base64) {
  const text = atob(base64);
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  return Float32Array.from(
    { length: Math.floor(bytes.length / 2) },
    (_, i) => view.getInt16(2 * i, true) / FULL_SCALE,
  );
}

/**
 * Root-mean-square level in dBFS.
 *
 * @param {Float32Array} samples
 */
export function levelDbfs(samples) {
  const energy = samples.reduce((sum, sample) => sum + sample * sample, 0);
  return 10 * Math.log10(energy / samples.length);
}
