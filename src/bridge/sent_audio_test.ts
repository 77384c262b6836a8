import assert from "node:assert/strict";
import fc from "fast-check";
import { sentAudioBytes } from "./sent_audio.ts";

const audio = btoa("\0".repeat(480));
const type = "input_audio_buffer.append";

Deno.test("an append is measured however it is written", () => {
  for (
    const frame of [
      JSON.stringify({ type, audio }),
      `{ "audio" : "${audio}" , "type":"${type}"}`,
      JSON.stringify({ event_id: "audio", type, audio }),
      JSON.stringify({ padding: " ".repeat(300), type, audio, more: " ".repeat(300) }),
      `{"type":"input_audio_buffer\\u002eappend","\\u0061udio":"${audio}"}`,
      `{"type":"${type}","audio":"","audio":"${audio}"}`,
      JSON.stringify({ type, audio }).replaceAll("A", "\\u0041"),
    ]
  ) assert.equal(sentAudioBytes(frame), 480, frame);
});

Deno.test("audio within an item is measured, anything else is none", () => {
  const content = [{ type: "input_text", text: "x" }, { type: "input_audio", audio }];
  const item = { type: "message", role: "user", content };
  assert.equal(sentAudioBytes(JSON.stringify({ type: "conversation.item.create", item })), 480);
  for (
    const frame of [
      "",
      "audio",
      '"audio"\\',
      JSON.stringify({ type: "session.update", session: { audio: { input: {} } } }),
      JSON.stringify({ type: "conversation.item.create", item: null }),
      JSON.stringify({ type: "conversation.item.create", item: { content: [null, 1] } }),
      JSON.stringify({ type, audio: 5 }),
    ]
  ) assert.equal(sentAudioBytes(frame), 0, frame);
});

Deno.test("it measures what a parser reads", () => {
  const event = fc.record({
    type: fc.constantFrom(type, "audio", "session.update"),
    audio: fc.constantFrom(audio, "", '"audio":"', 7),
    event_id: fc.constantFrom("audio", `"${type}"`, "e\\1"),
  }, { requiredKeys: [] });
  fc.assert(fc.property(event, (value) => {
    const expected = value.type === type && typeof value.audio === "string"
      ? Math.floor(value.audio.replace(/=+$/, "").length * 3 / 4)
      : 0;
    assert.equal(sentAudioBytes(JSON.stringify(value)), expected);
  }));
});
