import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import fc from "fast-check";
// @ts-types="@types/ws"
import { type WebSocket, WebSocketServer } from "ws";
import { ClientSocket } from "./client_socket.ts";
import { handshake } from "./handshake.ts";

/** Our client with notes of what it reported, connected to a server on `port`. */
class Client {
  readonly texts: string[] = [];
  binaries = 0;
  alive = 0;
  readonly closed = Promise.withResolvers<[number, string]>();
  socket!: ClientSocket;

  static async connect(port: number, maxBytes = 1 << 20): Promise<Client> {
    const client = new Client();
    const connection = await Deno.connect({ hostname: "127.0.0.1", port });
    const url = new URL(`ws://127.0.0.1:${port}/x?y=z`);
    const answer = await handshake(connection, { url, protocols: [], headers: {} });
    assert.equal(answer.status, 101);
    client.socket = new ClientSocket(connection, {
      maxBytes,
      closeTimeoutMs: 50,
      onText: (text) => client.texts.push(text),
      onBinary: () => client.binaries++,
      onAlive: () => client.alive++,
      onClosed: (code, reason) => client.closed.resolve([code, reason]),
    });
    client.socket.start(answer.rest);
    return client;
  }
}

/** A WebSocket server of another make. */
async function withPeer(body: (client: Client, peer: WebSocket) => Promise<void>): Promise<void> {
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  await once(server, "listening");
  const accepted = once(server, "connection");
  const client = await Client.connect((server.address() as { port: number }).port);
  const [peer] = await accepted;
  try {
    await body(client, peer);
  } finally {
    client.socket.terminate();
    peer.terminate();
    await new Promise((resolve) => server.close(resolve));
  }
}

const message = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.constantFrom(0, 1, 41, 42, 124, 125, 126, 127, 21_845, 21_846, 65_535, 65_536, 200_001).map(
    (length) => "a".repeat(length),
  ),
  fc.constantFrom(42, 63, 126, 21_846, 33_000).map((length) => "ü".repeat(length)),
);

Deno.test("what we send arrives at a peer of another make, whole and in order", () =>
  withPeer(async (client, peer) => {
    const got: string[] = [];
    peer.on("message", (data) => got.push(data.toString()));
    await fc.assert(
      fc.asyncProperty(fc.array(message, { maxLength: 8 }), async (texts) => {
        got.length = 0;
        for (const text of texts) client.socket.send(text);
        client.socket.ping();
        await once(peer, "ping");
        assert.deepEqual(got, texts);
      }),
      { numRuns: 100 },
    );
    assert.equal(client.socket.bufferedBytes, 0);
  }));

/** Resolves when a ping sent now is answered, and so all before it. */
function lastPong(peer: WebSocket): Promise<void> {
  peer.ping("last");
  return new Promise((resolve) => {
    peer.on("pong", function listen(data) {
      if (String(data) !== "last") return;
      peer.off("pong", listen);
      resolve();
    });
  });
}

Deno.test("what a peer of another make sends in fragments, with pings between, arrives", () =>
  withPeer(async (client, peer) => {
    const parts = fc.array(message, { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.array(parts, { maxLength: 5 }), async (messages) => {
        client.texts.length = 0;
        const alive = client.alive;
        for (const parts of messages) {
          parts.forEach((part, i) => {
            peer.send(part, { fin: i === parts.length - 1 });
            peer.ping("x".repeat(125));
          });
        }
        await lastPong(peer);
        assert.deepEqual(client.texts, messages.map((parts) => parts.join("")));
        assert.equal(client.alive - alive, messages.flat().length + 1);
      }),
      { numRuns: 100 },
    );
  }));

Deno.test("closes are carried out both ways, and a lost connection is told from them", async () => {
  await withPeer(async (client, peer) => {
    client.socket.close(4001, "über");
    const [code, reason] = await once(peer, "close");
    assert.deepEqual([code, reason.toString()], [4001, "über"]);
    assert.deepEqual(await client.closed.promise, [4001, "über"]);
  });
  await withPeer(async (client, peer) => {
    peer.close(1013, "later");
    assert.deepEqual(await client.closed.promise, [1013, "later"]);
    client.socket.send("dropped");
  });
  await withPeer(async (client, peer) => {
    peer.close();
    assert.deepEqual(await client.closed.promise, [1005, ""]);
  });
  await withPeer(async (client, peer) => {
    peer.terminate();
    assert.deepEqual(await client.closed.promise, [1006, ""]);
  });
});

Deno.test("a paused socket takes nothing until it is resumed", () =>
  withPeer(async (client, peer) => {
    client.socket.pause();
    for (let i = 0; i < 300; i++) peer.send(" ".repeat(100_000));
    peer.ping();
    client.socket.send("still sending");
    await once(peer, "message");
    assert.ok(client.texts.length < 100);
    client.socket.resume();
    await once(peer, "pong");
    assert.equal(client.texts.length, 300);
  }));

/** A server that answers the handshake rightly and then sends these bytes, in pieces. */
async function withBytes(
  bytes: readonly number[],
  pieceBytes: number,
  body: (client: Client, received: () => Promise<Uint8Array>) => Promise<void>,
): Promise<void> {
  const sockets: Socket[] = [];
  const got: Uint8Array[] = [];
  const server: Server = createServer((socket) => {
    sockets.push(socket);
    socket.setNoDelay(true);
    socket.once("data", async (request) => {
      socket.on("data", (data) => got.push(data as Uint8Array));
      const key = /Sec-WebSocket-Key: (.*)\r/.exec(String(request))![1]!;
      const accept = createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
        .digest("base64");
      socket.write(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
          `Sec-WebSocket-Accept: ${accept}\r\n\r\n`,
      );
      for (let i = 0; i < bytes.length; i += pieceBytes) {
        socket.write(Uint8Array.from(bytes.slice(i, i + pieceBytes)));
        await new Promise((resolve) => setImmediate(resolve));
      }
    });
    socket.on("error", () => {});
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const client = await Client.connect((server.address() as { port: number }).port, 1000);
  try {
    await body(client, async () => {
      await once(sockets[0]!, "close");
      return Uint8Array.from(got.flatMap((chunk) => [...chunk]));
    });
  } finally {
    client.socket.terminate();
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}

Deno.test("a peer that breaks the protocol is told so, and is gone", async () => {
  const broken: [string, number[], number][] = [
    ["masked", [0x81, 0x80, 1, 2, 3, 4], 1002],
    ["reserved bit", [0xC1, 0x00], 1002],
    ["unknown opcode", [0x83, 0x00], 1002],
    ["unknown control", [0x8B, 0x00], 1002],
    ["fragmented ping", [0x09, 0x00], 1002],
    ["long ping", [0x89, 126, 0, 126], 1002],
    ["continuation of nothing", [0x80, 0x00], 1002],
    ["text within a text", [0x01, 0x00, 0x81, 0x00], 1002],
    ["half a close code", [0x88, 0x01, 3], 1002],
    ["a close code that is never sent", [0x88, 0x02, 0x03, 0xED], 1002],
    ["a close reason that is not UTF-8", [0x88, 0x03, 0x03, 0xE8, 0xFF], 1007],
    ["not UTF-8", [0x81, 0x01, 0xFF], 1007],
    ["too long", [0x81, 126, 0x03, 0xE9], 1009],
    ["far too long", [0x81, 127, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0], 1009],
    ["too long in parts", [0x01, 126, 2, 0, ...Array(512).fill(65), 0x80, 126, 2, 0], 1009],
  ];
  for (const [name, bytes, code] of broken) {
    // The fragments' rest has to come for the sum to be seen.
    const sent = name === "too long in parts" ? [...bytes, ...Array(512).fill(65)] : bytes;
    for (const pieceBytes of [1, 4096]) {
      await withBytes(sent, pieceBytes, async (client, received) => {
        assert.equal((await client.closed.promise)[0], code, name);
        const [first, second, ...rest] = await received();
        assert.deepEqual([first, second! >= 0x82], [0x88, true], name);
        const sentCode = (rest[4]! ^ rest[0]!) << 8 | (rest[5]! ^ rest[1]!);
        assert.equal(sentCode, code, name);
      });
    }
  }
});

Deno.test("a server that says goodbye and leaves the connection open is not waited for", () =>
  withBytes([0x88, 0x02, 0x03, 0xF5], 4, async (client) => {
    assert.deepEqual(await client.closed.promise, [1013, ""]);
  }));
