import { BUNDLED_SPEECH, loadFixtures } from "../../src/audio/fixture.ts";

const FRAME_SAMPLES = 2_400;
const SILENCE_SAMPLES = 12_000;

/** A bundled sentence and half a second of silence, in frames of 100 ms. */
export async function spokenFrames(): Promise<Uint8Array<ArrayBuffer>[]> {
  const [fixture] = await loadFixtures(`${BUNDLED_SPEECH}/sense-and-sensibility-1.wav`);
  const all = Int16Array.from([...fixture!.samples, ...new Int16Array(SILENCE_SAMPLES)]);
  const frames: Uint8Array<ArrayBuffer>[] = [];
  for (let start = 0; start < all.length; start += FRAME_SAMPLES) {
    frames.push(new Uint8Array(all.slice(start, start + FRAME_SAMPLES).buffer));
  }
  return frames;
}
