import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { upgrade } from "./upgrade.ts";

/** The head of the answer to an upgrade request with these lines added. */
async function answerTo(lines: string[]): Promise<string> {
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
    return upgrade(request)?.response ?? new Response(null, { status: 400 });
  });
  const socket = connect(server.addr.port, "127.0.0.1");
  const head = ["GET /voice HTTP/1.1", "host: x", "sec-websocket-version: 13", ...lines];
  socket.write(head.join("\r\n") + "\r\n\r\n");
  const [answer] = await once(socket, "data");
  socket.destroy();
  await once(socket, "close");
  await server.shutdown();
  return answer.toString();
}

const KEY = "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==";
const UPGRADE = ["upgrade: WebSocket", "connection: keep-alive, Upgrade", KEY];

Deno.test("upgrade chooses realtime wherever it was offered, and only then", async () => {
  for (const offer of ["realtime", "realtime, key.x", "key.x,realtime", "key.x,realtime,y"]) {
    const answer = await answerTo([...UPGRADE, `sec-websocket-protocol: ${offer}`]);
    assert.match(answer, /^HTTP\/1.1 101 /, offer);
    assert.match(answer, /sec-websocket-protocol: realtime\r\n/i, offer);
  }
  const other = await answerTo([...UPGRADE, "sec-websocket-protocol: realtime2"]);
  assert.doesNotMatch(other, /sec-websocket-protocol/i);
});

Deno.test("upgrade gives nothing for a request that only half asks for it", async () => {
  for (const lines of [[], ["upgrade: h2c", "connection: upgrade"], UPGRADE.slice(0, 2)]) {
    assert.match(await answerTo(lines), /^HTTP\/1.1 400 /);
  }
});
