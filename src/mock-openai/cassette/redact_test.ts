import assert from "node:assert/strict";
import type { AudioType } from "../audio_coding.ts";
import { withoutAudio, withSilence } from "./audio.ts";
import { redact } from "./redact.ts";

Deno.test("keys and credentials are gone, whatever holds them; the rest stays", () => {
  const tools = [{ type: "mcp", server_label: "a", authorization: "abc", headers: { x: "y" } }];
  const frame = {
    session: { tools, instructions: "use sk-proj-abc123 or ek_68af1 for it", voice: "sky-blue" },
    client_secret: { value: "v" },
    list: ["sk-12345"],
    delta: "ask_me",
  };
  assert.deepEqual(redact(frame), {
    session: {
      tools: [{ type: "mcp", server_label: "a", authorization: "***", headers: "***" }],
      instructions: "use *** or *** for it",
      voice: "sky-blue",
    },
    client_secret: "***",
    list: ["***"],
    delta: "ask_me",
  });
  assert.equal(redact("not JSON, sk-12345"), "not JSON, ***");
});

Deno.test("audio is replaced by its length, and comes back as silence of that length", () => {
  const audio = new Uint8Array(5).fill(7).toBase64();
  const append = { type: "input_audio_buffer.append", audio };
  assert.deepEqual(withoutAudio(append), { type: append.type, audio: { bytes: 5 } });
  const delta = { type: "response.output_audio.delta", delta: audio };
  const text = { type: "response.output_text.delta", delta: "Yes" };
  assert.deepEqual(withoutAudio(text), text);
  for (const [format, byte] of [["audio/pcm", 0], ["audio/pcmu", 0xff], ["audio/pcma", 0xd5]]) {
    const silence = new Uint8Array(5).fill(byte as number).toBase64();
    assert.deepEqual(withSilence(withoutAudio(delta), format as AudioType), {
      ...delta,
      delta: silence,
    });
  }
  assert.deepEqual(withSilence(delta, "audio/pcm"), delta, "kept audio is played as it is");
});
