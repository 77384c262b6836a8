import assert from "node:assert/strict";
import { BUNDLED_SPEECH, loadFixtures } from "../audio/fixture.ts";
import { chunked, unchunked } from "./speech_chunks.ts";

Deno.test("chunked: speech arrives as it was, in messages that any server takes", async () => {
  const speech = await loadFixtures(BUNDLED_SPEECH);
  const chunks = await chunked(speech);
  for (const chunk of chunks) assert.ok(chunk.length <= 512 * 1024);
  const arrived = await unchunked(chunks);
  const content = (all: typeof speech) => all.map(({ path: _, ...rest }) => rest);
  assert.deepEqual(content(arrived), content(speech));
});
