import assert from "node:assert/strict";
import { transcriptionUsage } from "./transcription_usage.ts";
import type { WireTranscription } from "./wire.ts";

Deno.test("a transcription costs a token per whole 100 ms, as a response does", () => {
  const asked = { model: "gpt-4o-transcribe" } as WireTranscription;
  assert.deepEqual(transcriptionUsage(asked, 1630, "12345"), {
    type: "tokens",
    total_tokens: 18,
    input_tokens: 16,
    input_token_details: { text_tokens: 0, audio_tokens: 16 },
    output_tokens: 2,
  });
});
