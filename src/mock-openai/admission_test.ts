/** Who is let in and how much may be sent, over real sockets. */
import assert from "node:assert/strict";
import { VirtualClock } from "../time/virtual_clock.ts";
import { type Mock, type MockOptions, startMock } from "./server.ts";
import { noise, silence } from "./session_harness.ts";
import { Client } from "./wire_client.ts";

const API_KEY = "sk-right";
const OPTIONS: MockOptions = {
  apiKey: API_KEY,
  replies: [{ transcript: "Yes.", samples: noise(100) }],
};

/** Dials with subprotocols, as a browser does. */
function dial(url: string, key: string, ...protocols: string[]): Client {
  return new Client(url, {
    protocols: ["realtime", `openai-insecure-api-key.${key}`, ...protocols],
  });
}

async function mint(mock: Mock, body: unknown): Promise<string> {
  const url = `${mock.url.replace("ws:", "http:")}/client_secrets`;
  const response = await fetch(url, {
    method: "POST",
    headers: { authorization: `Bearer ${API_KEY}` },
    body: JSON.stringify(body),
  });
  assert.equal(response.status, 200);
  return (await response.json()).value;
}

Deno.test("an ephemeral key opens sessions as they were asked for, until it expires", async () => {
  const clock = new VirtualClock();
  await using mock = await startMock({ ...OPTIONS, clock });
  const value = await mint(mock, {
    expires_after: { anchor: "created_at", seconds: 10 },
    session: { type: "realtime", model: "gpt-realtime-from-the-key", instructions: "Be brief." },
  });
  for (const query of ["", "?model=gpt-realtime-from-the-key"]) {
    const client = dial(mock.url + query, value);
    const { session } = await client.heard("session.created");
    assert.ok(session.type === "realtime");
    assert.deepEqual([session.model, session.instructions], [
      "gpt-realtime-from-the-key",
      "Be brief.",
    ]);
    await client.close();
  }
  await clock.advance(10_000);
  const late = dial(mock.url, value);
  await late.heard("session.created");
  late.send({ type: "response.create" });
  assert.equal((await late.heard("error")).error.message, "Ephemeral token expired");
  await late.close();
});

Deno.test("a key for transcription opens a session that transcribes", async () => {
  await using mock = await startMock({ ...OPTIONS, transcribe: () => ({ transcript: "yes" }) });
  const transcription = { model: "whisper-1" };
  const session = { type: "transcription", audio: { input: { transcription } } };
  const value = await mint(mock, { session });
  const client = dial(mock.url, value);
  await client.heard("session.created");
  client.append(noise(400));
  client.append(silence(200));
  const completed = await client.heard("conversation.item.input_audio_transcription.completed");
  assert.equal(completed.transcript, "yes");
  assert.deepEqual(client.events.map(({ type }) => type), [
    "session.created",
    "input_audio_buffer.speech_started",
    "input_audio_buffer.speech_stopped",
    "input_audio_buffer.committed",
    "conversation.item.added",
    "conversation.item.done",
    "conversation.item.input_audio_transcription.delta",
    completed.type,
  ]);
  await client.close();
});

Deno.test("who asks for the beta is let in where that is allowed, and gets the GA protocol", async () => {
  await using mock = await startMock({ ...OPTIONS, allowBeta: true });
  const client = dial(`${mock.url}?model=gpt-realtime`, API_KEY, "openai-beta.realtime-v1");
  const { session } = await client.heard("session.created");
  assert.equal(client.socket.protocol, "realtime");
  assert.ok(session.type === "realtime" && session.output_modalities);
  await client.close();
});

Deno.test("too much audio is refused and the session goes on; a monstrous frame ends it", async () => {
  await using mock = await startMock(OPTIONS);
  const client = dial(`${mock.url}?model=gpt-realtime`, API_KEY);
  await client.heard("session.created");
  client.send({ type: "input_audio_buffer.append", audio: "A".repeat(21 * 2 ** 20) });
  assert.equal((await client.heard("error")).error.code, "string_above_max_length");
  client.send({ type: "input_audio_buffer.clear" });
  await client.heard("input_audio_buffer.cleared");
  client.socket.send(new Uint8Array(65 * 2 ** 20));
  assert.deepEqual(await client.closed, [1006, ""]);
  while (mock.sessions.open > 0) await new Promise((resolve) => setTimeout(resolve, 5));
});

Deno.test("the session's limit can be set", async () => {
  const clock = new VirtualClock();
  await using mock = await startMock({ ...OPTIONS, clock, sessionLimitMs: 90_000 });
  const client = dial(`${mock.url}?model=gpt-realtime`, API_KEY);
  await client.heard("session.created");
  await clock.advance(90_000);
  const { error } = await client.heard("error");
  assert.equal(error.message, "Your session hit the maximum duration of 1.5 minutes.");
  assert.deepEqual(await client.closed, [1001, error.message]);
});
