import assert from "node:assert/strict";
import { assertConforms } from "./conformance.ts";
import { type MockOptions, startMock } from "./server.ts";
import { noise, silence } from "./session_harness.ts";
import { Client } from "./wire_client.ts";

const OPTIONS: MockOptions = {
  think: { kind: "constant", ms: 20 },
  replies: [{ transcript: "Yes, of course.", samples: noise(200) }],
  onEvent: ({ event }) => assertConforms(event),
};
const MODEL = "?model=gpt-realtime-2.1";

/** The error's code and how the socket was closed after it. */
async function refusal(client: Client): Promise<unknown[]> {
  const [code, reason] = await client.closed;
  assert.deepEqual(client.events.map(({ type }) => type), ["error"]);
  const [event] = client.events;
  return [event?.type === "error" && event.error.code, code, reason];
}

Deno.test("a whole spoken turn over a real socket", async () => {
  await using mock = await startMock(OPTIONS);
  assert.match(mock.url, /^ws:\/\/127\.0\.0\.1:\d+\/v1\/realtime$/);
  const client = new Client(mock.url + MODEL, { protocols: ["realtime"] });
  await client.heard("session.created");
  assert.equal(client.socket.protocol, "realtime");
  client.append(noise(400));
  client.append(silence(200));
  await client.heard("rate_limits.updated");
  const types = client.events.map(({ type }) => type);
  assert.deepEqual(types.slice(0, 8), [
    "session.created",
    "input_audio_buffer.speech_started",
    "input_audio_buffer.speech_stopped",
    "input_audio_buffer.committed",
    "conversation.item.added",
    "conversation.item.done",
    "response.created",
    "response.output_item.added",
  ]);
  assert.deepEqual(types.slice(-2), ["response.done", "rate_limits.updated"]);
  await client.close();
});

Deno.test("a key, where one is set, is asked for", async () => {
  await using mock = await startMock({ ...OPTIONS, apiKey: "sk-right" });
  const url = mock.url + MODEL;
  const bearer = (key: string) => ({ headers: { authorization: `Bearer ${key}` } });
  assert.deepEqual(await refusal(new Client(url)), [null, 3000, "invalid_request_error"]);
  assert.deepEqual(await refusal(new Client(url, bearer("sk-wrong"))), [
    "invalid_api_key",
    3000,
    "invalid_request_error.invalid_api_key",
  ]);
  const protocols = ["realtime", "openai-insecure-api-key.sk-right"];
  for (const offer of [bearer("sk-right"), { protocols }]) {
    const client = new Client(url, offer);
    await client.heard("session.created");
    await client.close();
  }
  assert.equal(mock.sessions.opened, 2);
});

Deno.test("the beta and a missing model are refused after the upgrade", async () => {
  await using mock = await startMock(OPTIONS);
  const headers = { "OpenAI-Beta": "realtime=v1" };
  const protocols = ["realtime", "openai-beta.realtime-v1"];
  for (const offer of [{ headers }, { protocols }]) {
    assert.deepEqual(await refusal(new Client(mock.url + MODEL, offer)), [
      "beta_api_shape_disabled",
      4000,
      "invalid_request_error.beta_api_shape_disabled",
    ]);
  }
  assert.deepEqual(await refusal(new Client(mock.url)), [
    "missing_model",
    4000,
    "invalid_request_error.missing_model",
  ]);
  assert.deepEqual(mock.sessions.opened, 0);
});

Deno.test("plain HTTP gets 404 elsewhere and 426 at the right path", async () => {
  await using mock = await startMock(OPTIONS);
  const base = mock.url.replace("ws:", "http:");
  const statusOf = async (url: string) => {
    const response = await fetch(url);
    await response.body?.cancel();
    return response.status;
  };
  assert.equal(await statusOf(new URL("/v1/models", base).href), 404);
  assert.equal(await statusOf(base + MODEL), 426);
});

Deno.test("a session is freed when its client goes, politely or not", async () => {
  await using mock = await startMock(OPTIONS);
  const polite = new Client(mock.url + MODEL);
  const rude = new Client(mock.url + MODEL);
  await Promise.all([polite.heard("session.created"), rude.heard("session.created")]);
  assert.equal(mock.sessions.open, 2);
  await polite.close();
  rude.socket.terminate();
  await rude.closed;
  while (mock.sessions.open > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  assert.equal(mock.sessions.opened, 2);
});

Deno.test("close ends every session with 1001, also in the middle of a turn", async () => {
  const mock = await startMock({ ...OPTIONS, think: { kind: "constant", ms: 60_000 } });
  const client = new Client(mock.url + MODEL);
  await client.heard("session.created");
  client.append(noise(400));
  client.append(silence(200));
  await client.heard("response.created");
  await mock.close();
  assert.equal((await client.closed)[0], 1001);
  assert.equal(mock.sessions.open, 0);
  await mock.close();
});

Deno.test("what leaves is told to the observer with its session and time", async () => {
  const sent: string[] = [];
  await using mock = await startMock({
    ...OPTIONS,
    onEvent: ({ session, atMs, event }) => sent.push(`${session} ${atMs > 0} ${event.type}`),
  });
  const client = new Client(mock.url + MODEL);
  await client.heard("session.created");
  await client.close();
  assert.deepEqual(sent, ["1 true session.created"]);
});

Deno.test("a port in use and options that no session could keep are refused", async () => {
  await using mock = await startMock(OPTIONS);
  const port = Number(new URL(mock.url).port);
  await assert.rejects(startMock({ ...OPTIONS, port }), Deno.errors.AddrInUse);
  const refused = (options: MockOptions, field: RegExp) =>
    assert.rejects(startMock({ ...OPTIONS, ...options }), { name: "RangeError", message: field });
  await refused({ replies: [] }, /'replies'/);
  for (const ms of [NaN, -1, Infinity]) {
    await refused({ think: { kind: "constant", ms } }, /'think'/);
    await refused({ think: { kind: "lognormal", medianMs: 1, sigma: ms } }, /'think'/);
    await refused({ think: { kind: "percentiles", points: [[0, 1], [1, ms]] } }, /'think'/);
  }
  await refused({ think: { kind: "percentiles", points: [] } }, /'think'/);
  for (const sessionLimitMs of [NaN, 0, -1]) await refused({ sessionLimitMs }, /'sessionLimitMs'/);
});

Deno.test("a session without a limit has none to tell either", async () => {
  await using mock = await startMock({ ...OPTIONS, sessionLimitMs: Infinity });
  const client = new Client(mock.url + MODEL);
  assert.match(JSON.stringify(await client.heard("session.created")), /"expires_at":null/);
  await client.close();
});

Deno.test("a failure of the mock's own ends the session that met it, and no other", async () => {
  const failures: string[] = [];
  const fail = (what: string) => {
    throw new Error(what);
  };
  await using mock = await startMock({
    openSession: (link) => {
      if (link.number === 1) fail("to open");
      link.sendText('{"type":"session.created"}', undefined);
      return {
        receive: (text) => text === "{}" ? fail("to take") : link.sendText(text, undefined),
        receiveBinary: () => fail("to take bytes"),
        end: () => {},
      };
    },
    observers: [{ onFailure: (session, error) => failures.push(`${session} ${error}`) }],
  });
  const failed = [1011, "The mock failed."];
  assert.deepEqual(await new Client(mock.url + MODEL).closed, failed);
  const [text, bytes, other] = [1, 2, 3].map(() => new Client(mock.url + MODEL));
  for (const client of [text!, bytes!, other!]) await client.heard("session.created");
  text!.socket.send("{}");
  assert.deepEqual(await text!.closed, failed);
  bytes!.socket.send(new Uint8Array(1));
  assert.deepEqual(await bytes!.closed, failed);
  other!.send({ type: "response.create" });
  await other!.heard("response.create" as never);
  await other!.close();
  assert.deepEqual(failures.map((failure) => failure.slice(2)), [
    "Error: to open",
    "Error: to take",
    "Error: to take bytes",
  ]);
});
