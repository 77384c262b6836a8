import assert from "node:assert/strict";
import type { Leg, LegEnd } from "./leg.ts";
import { upstreamLeg, type UpstreamOptions } from "./upstream.ts";

/** A server that answers whatever it is sent first with these bytes, and says when it is left. */
function strangeServer(answer: string) {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const asked = Promise.withResolvers<string>();
  const left = Promise.withResolvers<void>();
  let connection: Deno.Conn | undefined;
  const serve = async () => {
    connection = await listener.accept();
    const buffer = new Uint8Array(4096);
    const bytes = await connection.read(buffer) ?? 0;
    asked.resolve(new TextDecoder("latin1").decode(buffer.subarray(0, bytes)));
    await connection.write(new TextEncoder().encode(answer)).catch(() => {});
    while (await connection.read(buffer).catch(() => null) !== null);
    left.resolve();
  };
  const served = serve();
  const host = `127.0.0.1:${(listener.addr as Deno.NetAddr).port}`;
  return {
    host,
    asked: asked.promise,
    left: left.promise,
    [Symbol.asyncDispose]: async () => {
      listener.close();
      connection?.close();
      await served;
    },
  };
}

function dial(options: Partial<UpstreamOptions> & Pick<UpstreamOptions, "url">) {
  const ended = Promise.withResolvers<LegEnd>();
  const told: string[] = [];
  const phases: string[] = [];
  const leg: Leg = upstreamLeg({ auth: "header", ...options }, (phase) => phases.push(phase))({
    onOpen: () => told.push("open"),
    onText: (text) => told.push(text),
    onBinary: () => told.push("binary"),
    onAlive: () => told.push("alive"),
    onClosed: (end) => {
      told.push("closed");
      ended.resolve(end);
    },
  });
  return { leg, told, phases, ended: ended.promise };
}

Deno.test("a refusal is reported with its status, and the connection let go", async () => {
  await using server = strangeServer("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");
  const { ended, told, phases } = dial({ url: `ws://${server.host}/v1`, apiKey: "sk-1" });
  const failure = {
    code: "upstream_refused",
    message: "the upstream refused the handshake with HTTP 401",
  };
  assert.deepEqual(await ended, { code: 1006, reason: "", failure });
  assert.match(await server.asked, /\r\nauthorization: Bearer sk-1\r\n/);
  await server.left;
  assert.deepEqual([told, phases], [["closed"], ["tcp"]]);
});

Deno.test("what is no answer is unreachable, quotes nothing, and the connection is let go", async () => {
  const answers = [
    "220 mail ready\r\n\r\n",
    "\0\xFF\r\n\r\n",
    `HTTP/1.1 101 x\r\n\r\n`,
    "x".repeat(20_000),
  ];
  for (const answer of answers) {
    await using server = strangeServer(answer);
    const { ended, told } = dial({ url: `ws://${server.host}/v1` });
    const { failure } = await ended;
    assert.equal(failure?.code, "upstream_unreachable");
    assert.equal(failure.message, "the upstream cannot be reached");
    await server.left;
    assert.deepEqual(told, ["closed"]);
  }
});

Deno.test("a server that nobody listens for is named by the system's code alone", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  const { failure } = await dial({ url: `ws://127.0.0.1:${port}` }).ended;
  assert.equal(failure?.message, "the upstream cannot be reached (ECONNREFUSED)");
});

for (const scheme of ["ws", "wss"]) {
  Deno.test(`terminated while a ${scheme} server does not answer, the dial ends`, async () => {
    await using server = strangeServer("");
    const { leg, ended, told } = dial({ url: `${scheme}://${server.host}/v1` });
    await server.asked;
    leg.terminate();
    assert.deepEqual(told, [], "not within the call");
    assert.deepEqual(await ended, { code: 1006, reason: "" });
    // The runtime lets go of a TLS connection only when its handshake is done or the server goes.
    if (scheme === "ws") await server.left;
    leg.terminate();
    leg.ping();
    assert.equal(leg.send("dropped"), false);
    assert.deepEqual([leg.bufferedBytes, told], [0, ["closed"]]);
  });
}

Deno.test("terminated before anything was sent, a dial opens no connection that stays", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  const { leg, ended } = dial({ url: `ws://127.0.0.1:${port}` });
  leg.terminate();
  assert.deepEqual(await ended, { code: 1006, reason: "" });
  // The resource sanitizer finds the connection that was left.
  listener.close();
});

Deno.test("a URL that cannot be dialled is a failure, no exception", async () => {
  assert.equal((await dial({ url: "ws://[::1" }).ended).failure?.code, "upstream_unreachable");
});
