import assert from "node:assert/strict";
import type { AudioType } from "../audio_coding.ts";
import { withoutAudio, withSilence } from "./audio.ts";
import { VirtualClock } from "../../time/virtual_clock.ts";
import { redact } from "./redact.ts";
import { Tape } from "./tape.ts";

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

Deno.test("what lets somebody in is gone from addresses, fields of any name, and names", () => {
  const frame = {
    server_url: "https://user:hunter2@host/path?token=abc&x=1&bare#access=def",
    image_url: "data:image/png;base64,a+b/c=?x=1",
    text: "See wss://k@host/?a=b, or https://host/plain.",
    metadata: { api_key: "abc", accessToken: "abc", "my-password": 5, "sk-12345": "v", token: "t" },
    usage: { output_tokens: 5, max_output_tokens: "inf" },
    logprobs: [{ token: "Hello", logprob: -0.1, bytes: [72] }],
    secret: null,
    parameters: { properties: { password: { type: "string" } }, required: ["password"] },
  };
  assert.deepEqual(redact(frame), {
    ...frame,
    server_url: "https://***@host/path?token=***&x=***&***#access=***",
    text: "See wss://***@host/?a=*** or https://host/plain.",
    metadata: {
      api_key: "***",
      accessToken: "***",
      "my-password": "***",
      "***": "v",
      token: "***",
    },
  });
});

Deno.test("a tape masks whatever it writes", () => {
  const lines: string[] = [];
  const clock = new VirtualClock();
  const write = (line: string) => lines.push(line);
  const tape = new Tape({ session: 1, model: "sk-12345", clock, keepAudio: true, write });
  tape.client({ type: "sk-12345" });
  tape.closed({ by: "server", code: 1011, reason: "dialled wss://me:pw@host/ with sk-12345" });
  assert.equal(lines.length, 4);
  assert.doesNotMatch(lines.join(), /12345|pw/);
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
