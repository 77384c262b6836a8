import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { seeded } from "../random/random.ts";
import { linkSteps } from "./link_steps.ts";
import type { LinkSpec } from "./profiles.ts";
import { type Link, startLink } from "./tcp_link.ts";

const NONE: LinkSpec = { rttMs: 0, jitterMs: 0 };

/** Runs `body` with a link to a target that treats each connection as `target` says. */
async function withLink(
  spec: LinkSpec,
  target: (socket: Socket) => void,
  body: (link: Link) => Promise<void>,
  handshakeMs = 0,
): Promise<void> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on("error", () => {});
    target(socket);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const link = await startLink({
    targetHost: "127.0.0.1",
    targetPort: (server.address() as AddressInfo).port,
    steps: linkSteps(spec),
    seed: 1,
    handshakeMs,
  });
  try {
    await body(link);
  } finally {
    await link.close();
    server.close();
    await once(server, "close");
  }
}

function dial(link: Link): Socket {
  return connect({ port: link.port, host: "127.0.0.1", allowHalfOpen: true });
}

async function readToEnd(socket: Socket): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of socket) chunks.push(chunk);
  return Buffer.concat(chunks);
}

Deno.test("link passes bytes unchanged, whatever the chunks, and carries the half-close", () =>
  withLink({ rttMs: 4, jitterMs: 6 }, (socket) => socket.pipe(socket), async (link) => {
    const random = seeded(5);
    const bytes = Uint8Array.from({ length: 300_000 }, () => Math.floor(random() * 256));
    const socket = dial(link);
    const echoed = readToEnd(socket);
    for (let at = 0; at < bytes.length;) {
      const size = 1 + Math.floor(random() * 9_000);
      socket.write(bytes.subarray(at, at + size));
      at += size;
      await new Promise((resolve) => setImmediate(resolve));
    }
    socket.end();
    assert.ok(Buffer.from(bytes).equals(await echoed));
  }));

Deno.test("link lets one side talk on after the other is done", () =>
  withLink(NONE, (socket) => {
    socket.on("end", () => setTimeout(() => socket.end("answer after your end"), 5));
    socket.resume();
  }, async (link) => {
    const socket = dial(link);
    socket.end("question");
    assert.equal((await readToEnd(socket)).toString(), "answer after your end");
  }));

Deno.test("link is never faster than configured", () =>
  withLink({ rttMs: 30, jitterMs: 4 }, (socket) => socket.pipe(socket), async (link) => {
    const socket = dial(link);
    await once(socket, "connect");
    for (let i = 0; i < 5; i++) {
      const start = performance.now();
      socket.write("x");
      await once(socket, "data");
      const rttMs = performance.now() - start;
      assert.ok(rttMs >= 30, `${rttMs} ms`);
    }
    socket.end();
    await once(socket, "close");
  }));

Deno.test("link carries a reset both ways", async () => {
  await withLink(
    NONE,
    (socket) => socket.once("data", () => socket.resetAndDestroy()),
    async (link) => {
      const socket = dial(link);
      socket.write("x");
      const [error] = await once(socket, "error");
      assert.equal(error.code, "ECONNRESET");
    },
  );
  const broken = Promise.withResolvers<string | undefined>();
  await withLink(NONE, (socket) => {
    socket.on("error", (error: NodeJS.ErrnoException) => broken.resolve(error.code));
    socket.write("welcome");
  }, async (link) => {
    const socket = dial(link);
    await once(socket, "data");
    socket.resetAndDestroy();
    assert.equal(await broken.promise, "ECONNRESET");
  });
});

Deno.test("link breaks off when the target refuses, and counts what is open", async () => {
  const link = await startLink({
    targetHost: "127.0.0.1",
    targetPort: 1,
    steps: linkSteps(NONE),
    seed: 1,
  });
  const [error] = await once(dial(link), "error");
  assert.equal(error.code, "ECONNRESET");
  await link.close();
  assert.equal(link.connections, 0);
});

Deno.test("link breaks off what is open when it is closed", () =>
  withLink({ rttMs: 60_000, jitterMs: 0 }, () => {}, async (link) => {
    const socket = dial(link);
    await once(socket, "connect");
    socket.write("never arrives");
    while (link.connections === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    const broken = once(socket, "error");
    await link.close();
    assert.equal((await broken)[0].code, "ECONNRESET");
    assert.equal(link.connections, 0);
  }));

Deno.test("link lets the first byte through only after the handshake's time", () =>
  withLink(NONE, (socket) => socket.pipe(socket), async (link) => {
    const startMs = performance.now();
    const socket = dial(link);
    socket.end("hello");
    assert.equal(new TextDecoder().decode(await readToEnd(socket)), "hello");
    assert.ok(performance.now() - startMs >= 50);
  }, 50));

Deno.test("link closes while a handshake is on its way", () =>
  withLink(NONE, (socket) => socket.pipe(socket), async (link) => {
    const socket = dial(link);
    const gone = new Promise((resolve) => socket.once("close", resolve));
    socket.on("error", () => {});
    await once(socket, "connect");
    await link.close();
    await gone;
  }, 60_000));
