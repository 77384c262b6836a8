import { decodeWav, encodeWav } from "../src/audio/wav.ts";

const CLIP = new URL("../fixtures/speech/sense-and-sensibility-1.wav", import.meta.url);
/** Where the clip's first words are. */
const [FROM, TO] = [1000, 12_000];

/** Writes less than half a second of speech to `path`, for runs that need turns and not words. */
export async function writeShortSpeech(path: string): Promise<void> {
  const { sampleRateHz, samples } = decodeWav(await Deno.readFile(CLIP));
  await Deno.writeFile(path, encodeWav({ sampleRateHz, samples: samples.slice(FROM, TO) }));
}
