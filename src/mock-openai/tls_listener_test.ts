import assert from "node:assert/strict";
import { once } from "node:events";
import https from "node:https";
import { text } from "node:stream/consumers";
import { connect } from "node:tls";
// @ts-types="@types/ws"
import WebSocket from "ws";
import { makeAuthority, makeLeaf } from "./certificates.ts";
import { assertConforms } from "./conformance.ts";
import { type MockOptions, startMock } from "./server.ts";
import { noise, silence } from "./session_harness.ts";
import { Client } from "./wire_client.ts";

const authority = await makeAuthority(Date.now());
const tls = await makeLeaf(authority, Date.now());
const ca = authority.cert;
const MODEL = "?model=gpt-realtime-2.1";
const OPTIONS: MockOptions = {
  tls,
  think: { kind: "constant", ms: 20 },
  replies: [{ transcript: "Yes, of course.", samples: noise(200) }],
  onEvent: ({ event }) => assertConforms(event),
};

async function get(url: string): Promise<[status: number | undefined, body: string]> {
  const request = https.get(url, { ca, agent: false });
  const [response] = await once(request, "response");
  return [response.statusCode, await text(response)];
}

Deno.test("a spoken turn over wss, by each of the names that the certificate has", async () => {
  await using mock = await startMock(OPTIONS);
  assert.match(mock.url, /^wss:\/\/127\.0\.0\.1:\d+\/v1\/realtime$/);
  for (const url of [mock.url, mock.url.replace("127.0.0.1", "localhost")]) {
    const client = new Client(url + MODEL, { ca, protocols: ["x", "realtime", "y"] });
    await client.heard("session.created");
    assert.equal(client.socket.protocol, "realtime");
    client.append(noise(400));
    client.append(silence(200));
    await client.heard("rate_limits.updated");
    const last = client.events.slice(-2).map(({ type }) => type);
    assert.deepEqual(last, ["response.done", "rate_limits.updated"]);
    await client.close();
  }
});

Deno.test("a refusal and plain HTTP are as without TLS", async () => {
  await using mock = await startMock(OPTIONS);
  const refused = new Client(mock.url, { ca });
  assert.deepEqual(await refused.closed, [4000, "invalid_request_error.missing_model"]);
  assert.deepEqual(refused.events.map(({ type }) => type), ["error"]);
  const base = mock.url.replace("wss:", "https:");
  assert.equal((await get(base))[0], 426);
  assert.match((await get(new URL("/_ttfa/sessions", base).href))[1], /^{"sessions":\[/);
  const elsewhere = new WebSocket(new URL("/elsewhere", mock.url), { ca });
  const [, response] = await once(elsewhere, "unexpected-response");
  assert.equal(response.statusCode, 404);
  elsewhere.on("error", () => {});
  elsewhere.terminate();
});

/** Sends these bytes as a client that then says no more; gives what comes back. */
async function exchange(port: number, bytes: string, leave = false): Promise<string> {
  const socket = connect({ host: "127.0.0.1", port, ca: ca, servername: "localhost" });
  socket.on("error", () => {});
  await once(socket, "secureConnect");
  await new Promise((resolve) => socket.write(bytes, resolve));
  if (leave) socket.destroy();
  return leave ? "" : await text(socket);
}

Deno.test("no request of HTTP ends the mock, however strange, large or cut short", async () => {
  await using mock = await startMock(OPTIONS);
  const port = Number(new URL(mock.url).port);
  const ask = async (line: string, headers = "", body = "") => {
    const request = `${line} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${headers}\r\n${body}`;
    return (await exchange(port, request)).slice(9, 12);
  };
  const mint = "POST /v1/realtime/client_secrets";
  assert.equal(await ask("GET /v1/realtime/client_secrets", "content-length: 1\r\n", "x"), "404");
  assert.equal(await ask("GET //"), "404");
  assert.equal(await ask("GET http://[/x"), "404");
  assert.equal(await ask("TRACE /x"), "405");
  assert.equal(await ask(mint, "content-length: 2\r\n", "{}"), "200");
  const large = " ".repeat(2 ** 20 + 1);
  assert.equal(await ask(mint, `content-length: ${large.length}\r\n`, large), "413");
  const upgrade = "upgrade: websocket\r\nconnection: upgrade\r\n";
  assert.equal(await ask("TRACE /v1/realtime?model=m", upgrade), "405");
  const cutShort = `${mint} HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{}`;
  await exchange(port, cutShort, true);
  const client = new Client(mock.url + MODEL, { ca });
  await client.heard("session.created");
  await client.close();
});

Deno.test("a frame that is too large ends the connection, as it does without TLS", async () => {
  const frame = new Uint8Array(64 * 2 ** 20 + 1);
  for (const options of [OPTIONS, { ...OPTIONS, tls: undefined }]) {
    const { tls: identity, ...rest } = options;
    await using mock = await startMock({ ...rest, ...(identity && { tls: identity }) });
    const client = new Client(mock.url + MODEL, { ca });
    await client.heard("session.created");
    client.socket.send(frame);
    assert.deepEqual(await client.closed, [1006, ""]);
    assert.deepEqual(client.events.map(({ type }) => type), ["session.created"]);
  }
});

Deno.test("a port in use is refused, and closing ends the sessions with 1001", async () => {
  const mock = await startMock(OPTIONS);
  const port = Number(new URL(mock.url).port);
  await assert.rejects(startMock({ ...OPTIONS, port }), Deno.errors.AddrInUse);
  const client = new Client(mock.url + MODEL, { ca });
  await client.heard("session.created");
  client.socket.send(new Uint8Array(8));
  await client.heard("error");
  await mock.close();
  assert.equal((await client.closed)[0], 1001);
  assert.equal(mock.sessions.open, 0);
});
