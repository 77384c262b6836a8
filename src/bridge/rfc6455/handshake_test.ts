import assert from "node:assert/strict";
import { handshake } from "./handshake.ts";

/** What the handshake makes of an answer; `KEY` in it stands for the right key. */
async function answered(answer: string) {
  const url = new URL("ws://h:81/p?q=1");
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  using peer = await listener.accept();
  const result = handshake(connection, { url, protocols: ["realtime"], headers: { a: "b" } });
  const buffer = new Uint8Array(4096);
  const request = new TextDecoder().decode(buffer.subarray(0, (await peer.read(buffer))!));
  const key = /Sec-WebSocket-Key: (\S+)/.exec(request)![1]!;
  const bytes = new TextEncoder().encode(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-1", bytes));
  const accept = btoa(String.fromCharCode(...digest));
  await peer.write(new TextEncoder().encode(answer.replace("KEY", accept)));
  peer.closeWrite();
  return { request, ...await result };
}

const GOOD = "HTTP/1.1 101 Switching Protocols\r\nupgrade: WebSocket\r\nConnection: Upgrade\r\n" +
  "SEC-WebSocket-Accept:KEY\r\n";

Deno.test("handshake asks as it should and keeps what comes behind the answer", async () => {
  const { request, status, rest } = await answered(
    `${GOOD}Sec-WebSocket-Protocol: realtime\r\n\r\nxy`,
  );
  assert.match(request, /^GET \/p\?q=1 HTTP\/1\.1\r\nHost: h:81\r\n/);
  assert.match(request, /\r\nSec-WebSocket-Protocol: realtime\r\na: b\r\n\r\n$/);
  assert.equal(status, 101);
  assert.equal(new TextDecoder().decode(rest), "xy");
});

Deno.test("handshake does not open on a 101 that is not to this request", async () => {
  for (
    const answer of [
      GOOD.replace("KEY", "AAAA") + "\r\n",
      GOOD.replace("Connection: Upgrade", "Connection: close") + "\r\n",
      GOOD.replace("WebSocket\r", "h2c\r") + "\r\n",
      GOOD + "Sec-WebSocket-Protocol: other\r\n\r\n",
      GOOD + "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n",
    ]
  ) {
    await assert.rejects(answered(answer), /does not answer this handshake/, answer);
  }
});

Deno.test("handshake tells a refusal by its status, and what is no answer from both", async () => {
  for (const line of ["HTTP/1.1 429 Too Many Requests", "HTTP/1.1 429 ", "HTTP/1.1 429"]) {
    assert.equal((await answered(`${line}\r\nretry-after: 1\r\n\r\n`)).status, 429);
  }
  assert.equal((await answered(GOOD.replace("101", "200") + "\r\n")).status, 200);
  await assert.rejects(answered("SSH-2.0-OpenSSH_9.2\r\n\r\n"), /not HTTP/);
  await assert.rejects(answered("HTTP/1.1 101 Sw"), /ended during the handshake/);
  await assert.rejects(answered(GOOD + "x".repeat(20_000)), /too long/);
});
