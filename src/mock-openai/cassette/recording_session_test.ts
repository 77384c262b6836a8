import assert from "node:assert/strict";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
// @ts-types="@types/ws"
import WebSocket, { WebSocketServer } from "ws";
import { type MockOptions, startMock } from "../server.ts";
import { noise, REPLY, silence } from "../session_harness.ts";
import { Client } from "../wire_client.ts";
import { headerLine } from "./header.ts";
import { readCassette } from "./recording.ts";
import { recordingSessions } from "./recording_session.ts";
import { replaySessions } from "./replay_session.ts";

const MODEL = "?model=gpt-realtime-2.1";
const KEY = "sk-very-secret-1";

async function startRecorder(upstream: string, lines: string[], options: MockOptions = {}) {
  const url = new URL(upstream);
  lines.push(headerLine(url, 0, true));
  const write = (line: string) => lines.push(line);
  const openSession = recordingSessions({ upstream: url, apiKey: KEY, keepAudio: true, write });
  return await startMock({ ...options, openSession });
}

async function takeTurn(url: string): Promise<string[]> {
  const client = new Client(url + MODEL);
  // At once, before the upstream can have been reached.
  client.socket.on("open", () => client.append(silence(20)));
  await client.heard("session.created");
  client.append(noise(400));
  client.append(silence(220));
  await client.heard("rate_limits.updated");
  client.socket.send(new Uint8Array(3));
  await client.heard("error");
  await client.close();
  return client.events.map(({ type }) => type);
}

Deno.test("a session passes through, is written down without the key, and can be played", async () => {
  const lines: string[] = [];
  let heard: string[];
  {
    await using mock = await startMock({
      think: { kind: "constant", ms: 20 },
      replies: [REPLY],
      apiKey: KEY,
    });
    await using recorder = await startRecorder(mock.url, lines);
    heard = await takeTurn(recorder.url);
    assert.ok(heard.includes("response.done"));
  }
  const text = `${lines.join("\n")}\n`;
  assert.ok(!text.includes(KEY));
  const recordings = readCassette(text);
  assert.ok(typeof recordings !== "string", String(recordings));
  const departures: string[] = [];
  await using player = await startMock({
    openSession: replaySessions(recordings),
    observers: [{ onDeparture: (_, what) => departures.push(what) }],
  });
  assert.deepEqual(await takeTurn(player.url), heard);
  assert.deepEqual(departures, []);
});

/** A service that says `texts` to whoever comes, and keeps what it is told. */
async function startService(texts: readonly string[]) {
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  await once(server, "listening");
  const heard: unknown[] = [];
  const closed = new Promise<unknown[]>((resolve) => {
    server.on("connection", (socket) => {
      for (const text of texts) socket.send(text);
      socket.on(
        "message",
        (data, isBinary) => heard.push(isBinary ? [...data as Buffer] : `${data}`),
      );
      socket.on("close", (code, reason) => resolve([code, `${reason}`]));
    });
  });
  const { port } = server.address() as AddressInfo;
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { url: `ws://127.0.0.1:${port}/`, heard, closed, [Symbol.asyncDispose]: close };
}

Deno.test("every frame and the close pass letter for letter, through faults that leave them alone", async () => {
  const text = '{ "type":"x.y", "speed":1.0, "big":12345678901234567890, "u":"\\u00e9" }';
  const lines: string[] = [];
  const hollow = ["error", "response.created", "conversation.item.added"]
    .map((type) => `{"type":"${type}","item":null,"response":null}`);
  const said = [text, "no event", ...hollow];
  await using service = await startService(said);
  const faults = ["stall:1s", "mute:1s"];
  await using recorder = await startRecorder(service.url, lines, { faults });
  const socket = new WebSocket(recorder.url + MODEL, { perMessageDeflate: false });
  const heard: string[] = [];
  socket.on("message", (data) => heard.push(`${data}`));
  while (heard.length < said.length) await once(socket, "message");
  socket.send(text);
  socket.send(new Uint8Array([1, 2, 3]));
  socket.close(3456, "enough");
  assert.deepEqual(await service.closed, [3456, "enough"]);
  assert.deepEqual(heard, said);
  assert.deepEqual(service.heard, [text, [1, 2, 3]]);
  const { closed } = JSON.parse(lines.at(-1)!);
  assert.deepEqual(closed, { by: "client", code: 3456, reason: "enough" });
});

Deno.test("a fault that would speak for the client is refused: nobody else may hear it", async () => {
  const faults = ["fail:server_error", "error-mid-response", "early-reply", "no-audio"];
  const started = startRecorder("ws://127.0.0.1:1/", [], { faults });
  const { message } = await started.then(() => assert.fail("it started"), (error: Error) => error);
  const named = message.split("\n").map((problem) => /^'faults': '([^']+)'/.exec(problem)?.[1]);
  assert.deepEqual(named, faults.slice(0, 3));
});

Deno.test("a refusal of the service reaches the client, and an upstream that is away closes it", async () => {
  const lines: string[] = [];
  await using mock = await startMock({ apiKey: "sk-other" });
  await using recorder = await startRecorder(mock.url, lines);
  const refused = new Client(recorder.url + MODEL);
  assert.deepEqual(await refused.closed, [3000, "invalid_request_error.invalid_api_key"]);
  assert.deepEqual(refused.events.map(({ type }) => type), ["error"]);
  await mock.close();
  const lost = new Client(recorder.url + MODEL);
  const [code, reason] = await lost.closed;
  assert.equal(code, 1011);
  assert.match(reason, /ECONNREFUSED/);
  assert.ok(!lines.join("").includes(KEY));
});

Deno.test("frames that are not as they should be pass in both ways, and back in the replay", async () => {
  const strange = [
    '{"type":"session.created","session":{"modalities":["text"]}}',
    '{"type":"error"}',
    '{"type":"response.created","response":{"id":"resp_1"}}',
    '{"type":"response.done"}',
    '{"type":"input_audio_buffer.append"}',
  ];
  const lines: string[] = [];
  const exchange = async (url: string) => {
    const client = new Client(url + MODEL);
    await client.heard("response.done");
    for (const frame of strange) client.socket.send(frame);
    // Pings are answered in their turn, so all has been taken by then.
    client.socket.ping();
    await once(client.socket, "pong");
    await client.close();
    return client.events.map((event) => JSON.stringify(event)).slice(0, strange.length);
  };
  {
    await using service = await startService(strange);
    await using recorder = await startRecorder(service.url, lines, { faults: ["stall:1ms"] });
    assert.deepEqual(await exchange(recorder.url), strange);
  }
  const recordings = readCassette(`${lines.join("\n")}\n`);
  assert.ok(typeof recordings !== "string", String(recordings));
  await using player = await startMock({ openSession: replaySessions(recordings) });
  assert.deepEqual(await exchange(player.url), strange);
});
