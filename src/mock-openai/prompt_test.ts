import assert from "node:assert/strict";
import type { Entry, WireItem } from "./conversation.ts";
import { readPrompt } from "./prompt.ts";

function entry(item: WireItem, audioMs = 0): Entry {
  return { id: "item_1", item, audioMs };
}

function costs(...entries: Entry[]): number[][] {
  return readPrompt("", [], entries).slice(1).map(({ text, audio }) => [text, audio]);
}

Deno.test("a user's audio costs a token per whole 100 ms, the mock's one per 50 ms", () => {
  const said = entry({ type: "message", role: "user", content: [{ type: "input_audio" }] }, 1630);
  const reply = entry({
    type: "message",
    role: "assistant",
    content: [{ type: "output_audio", transcript: "Yes." }],
  }, 1630);
  assert.deepEqual(costs(said, reply), [[0, 16], [0, 33]]);
});

Deno.test("texts, calls and results cost a token per four characters, images nothing", () => {
  assert.deepEqual(
    costs(
      entry({ type: "message", role: "user", content: [{ type: "input_text", text: "12345" }] }),
      entry({ type: "function_call", name: "look", arguments: "{}", call_id: "call_1" }),
      entry({ type: "function_call_output", output: "1234", call_id: "call_1" }),
      entry({
        type: "message",
        role: "user",
        content: [{ type: "input_image", image_url: "data:" }],
      }),
    ),
    [[2, 0], [2, 0], [1, 0], [0, 0]],
  );
});

Deno.test("instructions and tools are read first, and a cut item is another one", () => {
  const [bare] = readPrompt("Be kind.", [], []);
  const [tooled] = readPrompt("Be kind.", [{ name: "look" }], []);
  assert.equal(bare!.text, 2);
  assert.ok(tooled!.text > bare!.text);
  const item: WireItem = { type: "message", role: "assistant", content: [] };
  const [, whole, cut] = readPrompt("", [], [entry(item, 500), entry(item, 200)]);
  assert.notEqual(whole!.key, cut!.key);
});
