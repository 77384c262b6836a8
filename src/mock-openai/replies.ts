import { BUNDLED_REPLIES, loadFixtures } from "../audio/fixture.ts";
import type { ReplyVoice } from "./voice.ts";

/** Reads what the mock says: the WAV files of a folder, by default those that come with it. */
export async function loadReplies(path: string = BUNDLED_REPLIES): Promise<ReplyVoice[]> {
  const fixtures = await loadFixtures(path);
  return fixtures.map(({ samples, transcript = "" }) => ({ samples, transcript }));
}
