import assert from "node:assert/strict";
import type { Entry, WireItem } from "./conversation.ts";
import { HeardTurn } from "./heard_turn.ts";
import type { Transcription } from "./transcriber.ts";
import { lastTranscript, toolResults } from "./cue.ts";

function context(...items: WireItem[]): Entry[] {
  return items.map((item, i) => ({ id: `item_${i}`, item, audioMs: 0 }));
}

function user(...content: Extract<WireItem, { role: "user" }>["content"]): WireItem {
  return { type: "message", role: "user", content };
}

const assistant: WireItem = { type: "message", role: "assistant", content: [] };
const call = (name: string): WireItem => ({
  type: "function_call",
  name,
  call_id: `call_${name}`,
  arguments: "{}",
});
const result = (name: string): WireItem => ({
  type: "function_call_output",
  call_id: `call_${name}`,
  output: `${name}ed`,
});

Deno.test("the transcript is what the user said or wrote last", () => {
  assert.equal(lastTranscript([]), undefined);
  assert.equal(lastTranscript(context(user({ type: "input_audio", transcript: null }))), undefined);
  const both = user({ type: "input_text", text: "Look" }, {
    type: "input_audio",
    transcript: "at this",
  });
  assert.equal(
    lastTranscript(context(user({ type: "input_text", text: "Hi" }), both)),
    "Look at this",
  );
  assert.equal(
    lastTranscript(context(both, assistant, call("walk"), result("walk"))),
    "Look at this",
  );
});

Deno.test("a spoken turn is listened to, and only when its words are asked for", () => {
  let heard = 0;
  const listen = (result: Transcription) => () => {
    heard++;
    return result;
  };
  const spoken = (result: Transcription): Entry => ({
    ...context(user({ type: "input_audio", transcript: null }))[0]!,
    heard: new HeardTurn(listen(result)),
  });
  const entry = spoken({ transcript: "Any rain?" });
  assert.equal(heard, 0);
  assert.equal(lastTranscript([entry]), "Any rain?");
  const failure = { type: "transcription_error", code: "audio_unintelligible", message: "No." };
  assert.equal(lastTranscript([spoken({ failure })]), undefined);
  assert.equal(heard, 2);
});

Deno.test("tool results count until somebody speaks again", () => {
  const tools = [call("walk"), call("look"), result("look"), result("walk")];
  assert.deepEqual(toolResults(context(assistant, ...tools)), [
    { name: "look", output: "looked" },
    { name: "walk", output: "walked" },
  ]);
  assert.deepEqual(toolResults(context(...tools, assistant)), []);
  assert.deepEqual(toolResults(context(...tools, user())), []);
});

Deno.test("a result without its call has no name", () => {
  assert.deepEqual(toolResults(context(result("walk"))), [{ name: undefined, output: "walked" }]);
});
