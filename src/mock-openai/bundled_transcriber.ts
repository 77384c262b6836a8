import { BUNDLED_REPLIES, BUNDLED_SPEECH, loadFixtures } from "../audio/fixture.ts";
import { recogniserOf } from "./recogniser.ts";
import type { Transcriber } from "./transcriber.ts";

/** A transcriber that knows every recording that comes with the program. */
export async function loadBundledTranscriber(): Promise<Transcriber> {
  const folders = await Promise.all([BUNDLED_SPEECH, BUNDLED_REPLIES].map(loadFixtures));
  return recogniserOf(folders.flat());
}
