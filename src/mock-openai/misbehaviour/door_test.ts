import assert from "node:assert/strict";
import { once } from "node:events";
// @ts-types="@types/ws"
import WebSocket from "ws";
import { makeAuthority, makeLeaf } from "../certificates.ts";
import { type Mock, startMock } from "../server.ts";
import { noise, silence, toBase64 } from "../session_harness.ts";

const OPTIONS = {
  think: { kind: "constant", ms: 5 },
  replies: [{ transcript: "Yes, of course.", samples: noise(1000) }],
} as const;

/** A client and what became of it. */
class Client {
  readonly types: string[] = [];
  readonly socket: WebSocket;
  /** The close code, or the status of a refused upgrade. */
  readonly ended: Promise<number>;
  #wake = () => {};

  constructor(mock: Mock, options: { readonly ca?: string } = {}) {
    this.socket = new WebSocket(`${mock.url}?model=gpt-realtime-2.1`, {
      ...options,
      perMessageDeflate: false,
    });
    this.socket.on("error", () => {});
    this.socket.on("message", (data) => {
      this.types.push(JSON.parse(String(data)).type);
      this.#wake();
    });
    this.ended = new Promise((resolve) => {
      this.socket.on("close", (code) => resolve(code));
      this.socket.on("unexpected-response", (request, { statusCode = 0 }) => {
        request.destroy();
        resolve(statusCode);
      });
    });
  }

  async heard(type: string): Promise<void> {
    while (!this.types.includes(type)) await new Promise<void>((wake) => this.#wake = wake);
  }

  speak(): void {
    for (const samples of [noise(400), silence(200)]) {
      const audio = toBase64(samples);
      this.socket.send(JSON.stringify({ type: "input_audio_buffer.append", audio }));
    }
  }
}

/** Runs `body` with a client of a mock that has these faults; nobody may be left behind. */
async function withClient(faults: string[], body: (client: Client, mock: Mock) => Promise<void>) {
  const mock = await startMock({ ...OPTIONS, faults });
  const client = new Client(mock);
  try {
    await body(client, mock);
  } finally {
    client.socket.terminate();
    await mock.close();
    assert.equal(mock.sessions.open, 0);
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

Deno.test("cut, reset and close end the connection in the middle of a reply", async () => {
  const codes = { "cut@turn=1": 1006, "reset@turn=1": 1006, "close:1013@turn=1": 1013 };
  for (const [fault, code] of Object.entries(codes)) {
    await withClient([fault], async (client, mock) => {
      await client.heard("session.created");
      client.speak();
      assert.equal(await client.ended, code);
      assert.ok(client.types.includes("response.output_audio.delta"), fault);
      assert.ok(!client.types.includes("response.done"), fault);
      await until(() => mock.sessions.open === 0);
      assert.deepEqual(mock.faultsGiven, { [fault]: 1 });
    });
  }
});

Deno.test("cut is an end of the stream, reset a broken connection", async () => {
  const errors: unknown[] = [];
  for (const fault of ["cut@after=20ms", "reset@after=20ms"]) {
    await withClient([fault], async (client) => {
      client.socket.on("upgrade", ({ socket }) => {
        socket.on("error", ({ code }: NodeJS.ErrnoException) => errors.push(fault, code));
      });
      assert.equal(await client.ended, 1006);
    });
  }
  assert.deepEqual(errors, ["reset@after=20ms", "ECONNRESET"]);
});

Deno.test("the connection beneath TLS is cut in the middle of a reply, too", async () => {
  const authority = await makeAuthority(Date.now());
  const tls = await makeLeaf(authority, Date.now());
  await using mock = await startMock({ ...OPTIONS, tls, faults: ["cut@turn=1"] });
  assert.match(mock.url, /^wss:/);
  const client = new Client(mock, { ca: authority.cert });
  await client.heard("session.created");
  client.speak();
  assert.equal(await client.ended, 1006);
  assert.ok(client.types.includes("response.output_audio.delta"));
  assert.ok(!client.types.includes("response.done"));
  await until(() => mock.sessions.open === 0);
});

Deno.test("half-open: silence in both directions, and the client gives up by itself", async () => {
  await withClient(["half-open@after=50ms"], async (client, mock) => {
    await client.heard("session.created");
    await until(() => "half-open@after=50ms" in mock.faultsGiven);
    let pongs = 0;
    client.socket.on("pong", () => pongs++);
    client.socket.ping();
    client.speak();
    // A second connection proves that the mock is alive and had time to answer the first.
    const other = new Client(mock);
    await once(other.socket, "message");
    assert.deepEqual([client.types, pongs, client.socket.readyState], [
      ["session.created"],
      0,
      WebSocket.OPEN,
    ]);
    other.socket.terminate();
    client.socket.terminate();
    await until(() => mock.sessions.open === 0);
  });
});

Deno.test("slow-reader: what the client sends piles up on its side", async () => {
  await withClient(["slow-reader:1KiB"], async (client) => {
    await client.heard("session.created");
    const frame = JSON.stringify({
      type: "input_audio_buffer.append",
      audio: toBase64(noise(1000)),
    });
    // More than the kernel's buffers of both sockets hold.
    for (let i = 0; i < 400; i++) client.socket.send(frame);
    const { bufferedAmount } = client.socket;
    assert.ok(bufferedAmount > 1 << 20, String(bufferedAmount));
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.ok(client.socket.bufferedAmount > 1 << 20, String(client.socket.bufferedAmount));
  });
});

Deno.test("refuse answers the upgrade with the status, in the chosen session only", async () => {
  await withClient(["refuse:429@session=1"], async (client, mock) => {
    assert.equal(await client.ended, 429);
    const second = new Client(mock);
    await second.heard("session.created");
    second.socket.close();
    await second.ended;
    assert.deepEqual([mock.sessions.opened, mock.faultsGiven], [1, { "refuse:429@session=1": 1 }]);
  });
});

Deno.test("delay-upgrade: the client waits for the 101", async () => {
  const startMs = performance.now();
  await withClient(["delay-upgrade:60ms"], async (client) => {
    await once(client.socket, "open");
    assert.ok(performance.now() - startMs >= 60);
  });
});

Deno.test("delay-upgrade: a mock that stops does not wait for it", async () => {
  const mock = await startMock({ ...OPTIONS, faults: ["delay-upgrade:1min"] });
  const client = new Client(mock);
  await until(() => mock.faultsGiven["delay-upgrade:1min"] === 1);
  const [status] = await Promise.all([client.ended, mock.close()]);
  assert.equal(status, 503);
});

Deno.test("oversized and malformed frames reach the client as they are", async () => {
  await withClient(["oversized:20MiB"], async (client) => {
    const sizes: number[] = [];
    client.socket.on("message", (data) => sizes.push(String(data).length));
    await client.heard("session.created");
    client.speak();
    await client.heard("response.done");
    assert.ok(sizes.includes(20 << 20));
  });
  const mock = await startMock({ ...OPTIONS, faults: ["malformed"] });
  const socket = new WebSocket(`${mock.url}?model=gpt-realtime`, { perMessageDeflate: false });
  const texts: string[] = [];
  socket.on("message", (data) => texts.push(String(data)));
  await once(socket, "message");
  socket.send('{"type":"response.create"}');
  await until(() => texts.some((text) => text.includes("response.done")));
  const broken = texts.filter((text) => !isJson(text));
  assert.equal(broken.length, 1);
  assert.match(broken[0]!, /^\{"type":"response\.output_audio\.delta"/);
  socket.terminate();
  await mock.close();
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

Deno.test("a mock with a door says when its address is taken, and leaves nothing behind", async () => {
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = taken.addr;
  await assert.rejects(startMock({ ...OPTIONS, port, faults: ["reset"] }), Deno.errors.AddrInUse);
  await assert.rejects(startMock({ ...OPTIONS, faults: ["rest"] }), { name: "UsageError" });
});
