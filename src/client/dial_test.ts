import assert from "node:assert/strict";
import https from "node:https";
import net from "node:net";
import type { AddressInfo } from "node:net";
// @ts-types="@types/ws"
import { WebSocketServer } from "ws";
import { systemClock } from "../time/system_clock.ts";
import { dialer } from "./dial.ts";
import type { Endpoint } from "./endpoint.ts";
import type { DialResult, SocketHandlers } from "./socket.ts";

const tls = (name: string) =>
  Deno.readTextFileSync(new URL(`../../tests/tls/${name}`, import.meta.url));

const deaf: SocketHandlers = { onText: () => {}, onPong: () => {}, onClose: () => {} };

function dial(
  endpoint: Partial<Endpoint> & { url: string },
  handlers: Partial<SocketHandlers> = {},
  signal = new AbortController().signal,
): Promise<DialResult> {
  const whole = { headers: {}, subprotocols: [], insecure: false, ...endpoint };
  return dialer(whole, systemClock)({ ...deaf, ...handlers }, signal);
}

/** An echo server on a free port; the close code of its client is resolved by `closed`. */
function echo(handler: (request: Request) => Response | undefined = () => undefined) {
  const closed = Promise.withResolvers<number>();
  let seen = new Headers();
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, (request) => {
    seen = new Headers(request.headers);
    const refusal = handler(request);
    if (refusal) return refusal;
    const { socket, response } = Deno.upgradeWebSocket(request, { protocol: "realtime" });
    socket.onmessage = ({ data }) => socket.send(`echo ${data}`);
    socket.onclose = ({ code }) => closed.resolve(code);
    response.headers.set("x-bridge-region", "eu");
    return response;
  });
  return {
    url: `ws://127.0.0.1:${server.addr.port}/voice`,
    closed: closed.promise,
    requestHeaders: () => seen,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

Deno.test("what is sent again and again goes between the other frames, in order, and nowhere after the close", async () => {
  await using server = echo();
  const heard: string[] = [];
  const all = Promise.withResolvers<void>();
  const gone = Promise.withResolvers<number>();
  const result = await dial({ url: server.url, subprotocols: ["realtime"] }, {
    onText: (text) => heard.push(text) === 5 && all.resolve(),
    onClose: gone.resolve,
  });
  assert.ok(result.ok);
  const { socket } = result;
  socket.send("first");
  socket.send("audio", true);
  socket.ping("?");
  socket.send("second");
  socket.send("audio", true);
  socket.send("x".repeat(70_000), true);
  await all.promise;
  assert.deepEqual(heard.slice(0, 4), ["echo first", "echo audio", "echo second", "echo audio"]);
  assert.equal(heard[4]!.length, 70_005);
  socket.close();
  socket.send("audio", true);
  assert.equal(await gone.promise, 1000);
  socket.send("audio", true);
  assert.equal(await server.closed, 1000);
});

Deno.test("dialer connects, sends header and subprotocol, tells the phases and the 101's headers", async () => {
  await using server = echo();
  const heard = Promise.withResolvers<string>();
  const pong = Promise.withResolvers<string>();
  const gone = Promise.withResolvers<number>();
  const result = await dial(
    { url: server.url, headers: { "X-Key": "k" }, subprotocols: ["realtime"] },
    { onText: heard.resolve, onPong: pong.resolve, onClose: gone.resolve },
  );
  assert.ok(result.ok);
  assert.equal(server.requestHeaders().get("x-key"), "k");
  assert.equal(server.requestHeaders().get("sec-websocket-protocol"), "realtime");
  assert.equal(result.headers["x-bridge-region"], "eu");
  assert.ok(result.phases.tcpMs! > 0 && result.phases.upgradeMs! > 0);
  assert.equal(result.phases.tlsMs, undefined);

  result.socket.send("ä");
  assert.equal(await heard.promise, "echo ä");
  result.socket.ping("7");
  assert.equal(await pong.promise, "7");
  result.socket.close();
  assert.deepEqual([await gone.promise, await server.closed], [1000, 1000]);
});

Deno.test("dialer presents a fresh ticket with each dial, and never in the URL", async () => {
  const seen: { search: string; ticket: string | null }[] = [];
  await using server = echo(({ url, headers }) => {
    seen.push({ search: new URL(url).search, ticket: headers.get("authorization") });
    return new Response("no", { status: 401 });
  });
  const endpoint = { url: server.url, ticketSecret: "s".repeat(32), probe: true };
  for (let i = 0; i < 2; i++) await dial(endpoint);
  assert.deepEqual(seen.map(({ search }) => search), ["?probe=1", "?probe=1"]);
  assert.ok(seen.every(({ ticket }) => /^Bearer \w+\.\w+\.[\w-]+$/.test(ticket!)));
  assert.notEqual(seen[0]!.ticket, seen[1]!.ticket);
});

Deno.test("dialer tells a refusal by its status and its words", async () => {
  await using server = echo(() => new Response("a ticket is needed\n", { status: 401 }));
  const result = await dial({ url: server.url });
  assert.ok(!result.ok);
  assert.deepEqual([result.outcome, result.errorCode], ["refused", "http_401"]);
  assert.equal(result.errorMessage, "a ticket is needed");
});

Deno.test("dialer tells a dead port at once", async () => {
  const taken = net.createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => taken.once("listening", resolve));
  const { port } = taken.address() as AddressInfo;
  await new Promise((resolve) => taken.close(resolve));
  const result = await dial({ url: `ws://127.0.0.1:${port}/voice` });
  assert.ok(!result.ok);
  assert.deepEqual([result.outcome, result.errorCode], ["unreachable", "ECONNREFUSED"]);
});

Deno.test("dialer gives up when the signal aborts", async () => {
  // Accepts, and never answers the upgrade.
  const silent = net.createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => silent.once("listening", resolve));
  const { port } = silent.address() as AddressInfo;
  const abort = new AbortController();
  const accepted = new Promise<net.Socket>((resolve) => silent.once("connection", resolve));
  const dialled = dial({ url: `ws://127.0.0.1:${port}/` }, {}, abort.signal);
  const socket = await accepted;
  const gone = new Promise((resolve) => socket.once("close", resolve));
  socket.resume();
  abort.abort();
  const result = await dialled;
  assert.equal(result.ok, false);
  await gone;
  await new Promise((resolve) => silent.close(resolve));
});

Deno.test("dialer trusts the given authority, or none at all, over TLS", async () => {
  const server = https.createServer({ key: tls("leaf.key"), cert: tls("leaf.pem") });
  const sockets = new WebSocketServer({ server });
  sockets.on("connection", (socket) => socket.on("message", (data) => socket.send(`${data}`)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `wss://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  try {
    const distrusted = await dial({ url });
    assert.ok(!distrusted.ok && distrusted.outcome === "unreachable", JSON.stringify(distrusted));
    for (const trust of [{ ca: tls("ca.pem") }, { insecure: true }]) {
      const heard = Promise.withResolvers<string>();
      const gone = Promise.withResolvers<number>();
      const result = await dial({ url, ...trust }, {
        onText: heard.resolve,
        onClose: gone.resolve,
      });
      assert.ok(result.ok, JSON.stringify(result));
      assert.ok(result.phases.tlsMs! > 0);
      result.socket.send("hello", true);
      assert.equal(await heard.promise, "hello");
      result.socket.close();
      await gone.promise;
    }
  } finally {
    sockets.close();
    await new Promise((resolve) => server.close(resolve));
  }
});
