import assert from "node:assert/strict";
import { once } from "node:events";
import { type BridgeConfig, readConfig } from "./config.ts";
import { FLOOD_BYTES, withBridge } from "./fake_upstream.ts";
import { type Bridge, startBridge } from "./server.ts";
// @ts-types="@types/ws"
import { WebSocket } from "ws";

function dial(bridge: Bridge, protocols: string[] = []): WebSocket {
  return new WebSocket(bridge.url, protocols, { perMessageDeflate: false });
}

async function nextText(socket: WebSocket): Promise<string> {
  const [data] = await once(socket, "message");
  return data.toString();
}

/** Why a dial fails, or undefined. */
async function refused(socket: WebSocket): Promise<unknown> {
  const error = await once(socket, "open").then(() => undefined, (error) => error);
  socket.on("error", () => {}).terminate();
  return error;
}

/** The value once it stays the same for a while. */
async function settled(value: () => number): Promise<number> {
  for (let last = NaN; last !== value();) {
    last = value();
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  return value();
}

/** Resolves with the code and reason; the socket's errors are part of how it closed. */
async function closed(socket: WebSocket): Promise<[number, string]> {
  socket.on("error", () => {});
  const [code, reason] = await once(socket, "close");
  return [code, reason.toString()];
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
}

Deno.test("bridge answers 404 beside /voice and 400 without an upgrade", () =>
  withBridge(() => ({}), async ({ bridge }) => {
    const base = bridge.url.replace("ws:", "http:");
    for (const [path, status] of [["/voice", 400], ["/voice/x", 404], ["/page/x", 404]] as const) {
      const response = await fetch(new URL(path, base));
      assert.equal(response.status, status);
      await response.text();
    }
    assert.equal(bridge.openSessions, 0);
  }));

Deno.test("bridge serves its page, unless it is told not to", async () => {
  for (const [page, status] of [["1", 200], ["0", 404]] as const) {
    await withBridge(() => ({ BRIDGE_PAGE: page }), async ({ bridge }) => {
      const response = await fetch(new URL("/", bridge.url.replace("ws:", "http:")));
      assert.equal(response.status, status);
      await response.text();
    });
  }
});

Deno.test("bridge answers 400 to a Host that is none", () =>
  withBridge(() => ({}), async ({ bridge }) => {
    for (const host of ["[", "a.example/..", "a.example/healthz?", "me@127.0.0.1"]) {
      using connection = await Deno.connect({ port: Number(new URL(bridge.url).port) });
      const request = `GET /healthz HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`;
      await connection.write(new TextEncoder().encode(request));
      assert.match(await new Response(connection.readable).text(), /^HTTP\/1\.1 400 /, host);
    }
  }));

Deno.test("bridge relays text both ways after one session.update, with the key in the header", () =>
  withBridge(
    () => ({ OPENAI_API_KEY: "sk-secret", OPENAI_MODEL: "m" }),
    async ({ bridge, upstream }) => {
      const client = dial(bridge);
      await once(client, "open");
      const big = JSON.stringify({ audio: "A".repeat(20_000), text: "ü\u2028" });
      client.send(big);
      assert.equal(await nextText(client), `echo ${big}`);
      assert.equal(JSON.parse(upstream.texts[0]!).type, "session.update");
      assert.deepEqual(upstream.texts.slice(1), [big]);
      const [request] = upstream.requests;
      assert.equal(request!.headers.get("authorization"), "Bearer sk-secret");
      assert.equal(request!.url.searchParams.get("model"), "m");
      client.close(1000);
      await closed(client);
    },
  ));

Deno.test("bridge can present the key in a subprotocol", () =>
  withBridge(
    () => ({ OPENAI_API_KEY: "sk-secret", UPSTREAM_AUTH: "subprotocol" }),
    async ({ bridge, upstream }) => {
      const client = dial(bridge);
      await once(client, "open");
      client.send("hello");
      assert.equal(await nextText(client), "echo hello");
      const { headers } = upstream.requests[0]!;
      assert.equal(
        headers.get("sec-websocket-protocol"),
        "realtime,openai-insecure-api-key.sk-secret",
      );
      assert.equal(headers.get("authorization"), null);
      client.close();
      await closed(client);
    },
  ));

Deno.test("bridge echoes the subprotocol and says which instance it is, and that it is new once", () =>
  withBridge(() => ({ BRIDGE_REGION: "eu" }), async ({ bridge }) => {
    const bootIds = [];
    for (const cold of ["1", undefined]) {
      const client = dial(bridge, ["realtime", "other"]);
      const [[response]] = await Promise.all([once(client, "upgrade"), once(client, "open")]);
      assert.equal(response.headers["x-bridge-cold"], cold);
      assert.equal(response.headers["x-bridge-region"], "eu");
      bootIds.push(response.headers["x-bridge-boot-id"]);
      assert.equal(client.protocol, "realtime");
      client.close();
      await closed(client);
    }
    assert.ok(bootIds[0]);
    assert.equal(bootIds[0], bootIds[1]);
  }));

Deno.test("bridge carries the upstream's close to the client", () =>
  withBridge(() => ({}), async ({ bridge }) => {
    const client = dial(bridge);
    await once(client, "open");
    client.send("close");
    assert.deepEqual(await closed(client), [4009, "as asked"]);
    await until(() => bridge.openSessions === 0);
  }));

Deno.test("bridge tells the client of an upstream that sends too long a frame", () =>
  withBridge(() => ({}), async ({ bridge, upstream }) => {
    const client = dial(bridge);
    await once(client, "open");
    client.send("huge");
    assert.deepEqual(await closed(client), [1009, "a message from the server is too big"]);
    await until(() => upstream.sockets[0]!.readyState !== WebSocket.OPEN);
  }));

Deno.test("bridge closes the upstream when the client breaks off, before and after it is open", () =>
  withBridge(() => ({}), async ({ bridge, upstream }) => {
    const early = dial(bridge);
    await once(early, "open");
    early.terminate();
    const late = dial(bridge);
    await once(late, "open");
    late.send("hello");
    await nextText(late);
    late.terminate();
    await until(() => bridge.openSessions === 0);
    await until(() => upstream.sockets.every((socket) => socket.readyState !== WebSocket.OPEN));
    assert.ok(upstream.texts.includes("hello"));
  }));

Deno.test("bridge reports an upstream that refuses, without its own key", () =>
  withBridge(
    ({ url }) => ({ UPSTREAM_URL: `${url}/refuse`, OPENAI_API_KEY: "sk-secret" }),
    async ({ bridge }) => {
      const client = dial(bridge);
      const end = closed(client);
      const text = await nextText(client);
      const { error } = JSON.parse(text);
      assert.equal(error.code, "upstream_refused");
      assert.match(error.message, /HTTP 429/);
      assert.equal(text.includes("secret"), false);
      assert.deepEqual(await end, [1011, error.message]);
    },
  ));

Deno.test("bridge reports an upstream that is down", () =>
  withBridge(() => ({ UPSTREAM_URL: "ws://127.0.0.1:1" }), async ({ bridge }) => {
    const client = dial(bridge);
    const end = closed(client);
    const { error } = JSON.parse(await nextText(client));
    assert.equal(error.type, "server_error");
    assert.equal(error.code, "upstream_unreachable");
    assert.match(error.message, /ECONNREFUSED/);
    assert.equal((await end)[0], 1011);
  }));

Deno.test("bridge closes both legs with 1001 when it is closed, and refuses to listen twice", () =>
  withBridge(() => ({}), async ({ bridge, upstream }) => {
    const client = dial(bridge);
    await once(client, "open");
    client.send("hello");
    await nextText(client);
    const upstreamClosed = once(upstream.sockets[0]!, "close");
    const end = closed(client);

    const port = Number(new URL(bridge.url).port);
    const config: BridgeConfig = {
      ...readConfig((n) => n === "UPSTREAM_URL" ? "ws://h" : ""),
      port,
    };
    assert.throws(() => startBridge(config), {
      name: "UsageError",
      message: /PORT: cannot listen/,
    });

    await Promise.all([bridge.close(), bridge.close()]);
    assert.equal((await end)[0], 1001);
    assert.equal((await upstreamClosed)[0].code, 1001);
    assert.equal(bridge.openSessions, 0);
  }));

Deno.test("bridge takes no new session while it waits for the end of others", () =>
  withBridge(() => ({}), async ({ bridge }) => {
    const client = dial(bridge);
    await once(client, "open");
    // Its close is not answered.
    client.pause();
    const closing = bridge.close();
    assert.match(String(await refused(dial(bridge))), /503/);
    const health = await fetch(new URL("/healthz", bridge.url.replace("ws:", "http:")));
    assert.deepEqual([health.status, (await health.json()).status], [503, "stopping"]);
    client.terminate();
    await closing;
  }));

Deno.test("bridge that was told nothing admits nobody whom a proxy sends", () =>
  withBridge(() => ({}), async ({ bridge }) => {
    const headers = { "x-forwarded-for": "127.0.0.1" };
    assert.match(String(await refused(new WebSocket(bridge.url, { headers }))), /403/);
    assert.equal(await refused(dial(bridge)), undefined);
  }));

Deno.test("bridge tells callers behind a trusted proxy apart, and believes no other claim", async () => {
  const env = (proxies: string) => () => ({
    BRIDGE_OPEN_ACCESS: "1",
    BRIDGE_TRUSTED_PROXIES: proxies,
    BRIDGE_MAX_SESSIONS_PER_ADDRESS: "1",
  });
  const call = async ({ url }: Bridge, address: string) => {
    const socket = new WebSocket(url, { headers: { "x-forwarded-for": `${address}, ${address}` } });
    const error = await once(socket, "open").then(() => undefined, String);
    socket.on("error", () => {});
    return { socket, error };
  };
  for (const [proxies, isApart] of [["0", false], ["1", true]] as const) {
    await withBridge(env(proxies), async ({ bridge }) => {
      const first = await call(bridge, "2.2.2.2");
      const same = await call(bridge, "2.2.2.2");
      const other = await call(bridge, "3.3.3.3");
      assert.match(same.error!, /429/);
      assert.deepEqual([first.error, other.error === undefined], [undefined, isApart]);
      for (const { socket } of [first, same, other]) socket.terminate();
    });
  }
});

Deno.test("bridge stops an upstream whose client does not read, then gives up with 1013", () =>
  withBridge(
    () => ({
      BRIDGE_HIGH_WATER_BYTES: "65536",
      BRIDGE_SLOW_SECONDS: "2",
      BRIDGE_MAX_SESSIONS_PER_ADDRESS: "2",
    }),
    async ({ bridge, upstream }) => {
      const [stuck, other] = [dial(bridge), dial(bridge)];
      await Promise.all([once(stuck, "open"), once(other, "open")]);
      other.send("hello");
      await nextText(other);
      stuck.send("flood");
      stuck.pause();
      await until(() => upstream.sockets.some((socket) => socket.bufferedAmount > 0));
      const source = upstream.sockets.find((socket) => socket.bufferedAmount > 0)!;
      const ended = once(source, "close");
      // What is taken fills the system's buffers and the bridge up to its mark, and not more.
      const waiting = await settled(() => source.bufferedAmount);
      assert.ok(waiting > FLOOD_BYTES / 2, `all but ${waiting} bytes were taken`);
      other.send("still here");
      assert.equal(await nextText(other), "echo still here");
      // Had the upstream been read on, more would wait than may, which is another reason.
      const [{ code, reason }] = await ended;
      assert.deepEqual([code, reason], [1013, "the client: not read for 2 s"]);
      // The session is over, but as long as its connection is there it counts for its address.
      await until(() => bridge.openSessions === 1);
      assert.match(String(await refused(dial(bridge))), /429/);
      stuck.terminate();
      while (await refused(dial(bridge)));
      other.close();
    },
  ));
