import {
  BUNDLED_SPEECH,
  FixtureError,
  loadFixtures,
  type SpeechFixture,
} from "../audio/fixture.ts";
import type { Problem } from "../config/problem.ts";

/** The recordings that `--fixture` names, the bundled ones without it; none where there is a problem. */
export async function readSpeech(
  path: string | undefined,
  problems: Problem[],
): Promise<SpeechFixture[]> {
  try {
    return await loadFixtures(path ?? BUNDLED_SPEECH);
  } catch (error) {
    if (!(error instanceof FixtureError)) throw error;
    problems.push({ field: "--fixture", rule: error.message, remedy: "see docs/speech.md" });
    return [];
  }
}
