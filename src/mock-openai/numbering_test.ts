import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
// @ts-types="@types/ws"
import WebSocket from "ws";
import { startMock } from "./server.ts";
import { Client } from "./wire_client.ts";

/** The status of an upgrade that has no key. */
async function upgradeWithoutKey(url: string): Promise<string | undefined> {
  const { hostname, port, host, pathname } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(
    `GET ${pathname}?model=gpt-realtime HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\n` +
      "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\r\n",
  );
  const [answer] = await once(socket, "data");
  socket.destroy();
  return String(answer).split(" ")[1];
}

Deno.test("sessions are numbered as they open; faults choose among the clients that may come in", async () => {
  const opened: number[] = [];
  const faults: unknown[] = [];
  await using mock = await startMock({
    faults: ["refuse:429@session=2", "delay-created:1ms@session=3"],
    observers: [{
      onOpen: (session) => opened.push(session),
      onFault: (session, fault) => faults.push([session, fault]),
    }],
  });
  assert.equal(await upgradeWithoutKey(mock.url), "400");
  const refused = new WebSocket(`${mock.url}?model=gpt-realtime`, { perMessageDeflate: false });
  const [error] = await once(refused, "error");
  assert.match(error.message, /429/);
  const client = new Client(`${mock.url}?model=gpt-realtime`);
  await client.heard("session.created");
  await client.close();
  assert.deepEqual(opened, [1]);
  assert.deepEqual(faults, [[undefined, "refuse:429@session=2"], [
    1,
    "delay-created:1ms@session=3",
  ]]);
  assert.equal(mock.sessions.opened, 1);
});
