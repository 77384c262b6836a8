import assert from "node:assert/strict";
import type { Segment } from "./prompt.ts";
import { countUsage } from "./usage.ts";

const instructions: Segment = { key: "Be kind.", text: 110, audio: 0 };
const spoken: Segment = { key: "item_1 1600", text: 0, audio: 16 };
const reply: Segment = { key: "item_2 2000", text: 0, audio: 40 };
const SAID = { text: 5, audio: 40 };

/** Tokens read, those of them from the cache, and those of the cache that are audio. */
function read(prompt: Segment[], previous: Segment[]): unknown[] {
  const { input_tokens, input_token_details } = countUsage(prompt, previous, SAID);
  const { cached_tokens, cached_tokens_details } = input_token_details!;
  return [input_tokens, cached_tokens, cached_tokens_details!.audio_tokens];
}

Deno.test("everything adds up", () => {
  const usage = countUsage([instructions, spoken], [], SAID);
  assert.deepEqual([usage.input_tokens, usage.output_tokens, usage.total_tokens], [126, 45, 171]);
  assert.deepEqual(usage.output_token_details, { text_tokens: 5, audio_tokens: 40 });
  const { text_tokens, audio_tokens } = usage.input_token_details!;
  assert.deepEqual([text_tokens, audio_tokens], [110, 16]);
});

Deno.test("what two prompts begin with alike is cached, in blocks of 64", () => {
  assert.deepEqual(read([instructions, spoken], []), [126, 0, 0]);
  assert.deepEqual(read([instructions, spoken, reply], [instructions, spoken]), [166, 64, 0]);
  const long = { ...spoken, audio: 100 };
  assert.deepEqual(read([instructions, long, reply], [instructions, long]), [250, 192, 82]);
});

Deno.test("nothing behind a change is cached", () => {
  const other = { ...instructions, key: "Be brief." };
  assert.deepEqual(read([other, spoken], [instructions, spoken]), [126, 0, 0]);
});
