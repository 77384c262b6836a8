import assert from "node:assert/strict";
import { checkedTranscriber } from "./checked_transcriber.ts";
import { VirtualClock } from "../time/virtual_clock.ts";
import { startMock } from "./server.ts";
import { noise } from "./session_harness.ts";
import type { Transcriber, Transcription } from "./transcriber.ts";
import { Client } from "./wire_client.ts";

const TURN = { samples: new Int16Array(), sampleRateHz: 24_000 };

function heard(transcribe: () => unknown): Transcription {
  return checkedTranscriber(transcribe as Transcriber)(TURN);
}

Deno.test("what a transcriber gives is passed on", () => {
  const failure = { type: "server_error", code: "deaf", message: "Deaf." };
  for (const result of [{ transcript: "" }, { transcript: "Hello." }, { failure }]) {
    assert.equal(heard(() => result), result);
  }
});

Deno.test("whatever else it does is a failure that names the option and the mistake", () => {
  const wanted = `not { transcript: "…" } or { failure: { type, code, message } }`;
  const mistakes: [() => unknown, string][] = [
    [() => "Hello.", `gave "Hello.", ${wanted}`],
    [() => undefined, `gave undefined, ${wanted}`],
    [() => ({ transcript: 3 }), `gave {"transcript":3}, ${wanted}`],
    [() => ({ failure: null }), `gave {"failure":null}, ${wanted}`],
    [() => Promise.resolve({ transcript: "" }), "gave a promise: it must not be async"],
    [() => {
      throw new Error("boom");
    }, "threw 'boom'"],
  ];
  for (const [transcribe, what] of mistakes) {
    const message = `The mock's option 'transcribe' ${what}.`;
    const failure = { type: "server_error", code: "mock_transcribe", message };
    assert.deepEqual(heard(transcribe), { failure });
  }
});

Deno.test("a mock with such a transcriber tells its clients, and lives on", async () => {
  const clock = new VirtualClock();
  const messages: unknown[] = [];
  await using mock = await startMock({
    clock,
    replies: [{ transcript: "Yes.", samples: noise(200) }],
    transcribe: (() => "Hello.") as unknown as Transcriber,
    onEvent: ({ event }) => {
      if (event.type === "conversation.item.input_audio_transcription.failed") {
        messages.push(event.error.message);
      }
    },
  });
  const client = new Client(`${mock.url}?intent=transcription`);
  const input = { transcription: { model: "whisper-1" as const }, turn_detection: null };
  await client.heard("session.created");
  client.send({ type: "session.update", session: { type: "transcription", audio: { input } } });
  client.append(noise(200));
  client.send({ type: "input_audio_buffer.commit" });
  await client.heard("input_audio_buffer.committed");
  await clock.advance(10_000);
  assert.match(messages.join(), /^The mock's option 'transcribe' gave "Hello\."/);
  await client.close();
});
