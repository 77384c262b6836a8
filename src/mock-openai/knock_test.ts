import assert from "node:assert/strict";
import { once } from "node:events";
import net from "node:net";
import { sleep } from "../time/clock.ts";
import { systemClock } from "../time/system_clock.ts";
import type { Knock } from "./knock.ts";
import { type MockOptions, startMock } from "./server.ts";
import { silence } from "./session_harness.ts";
import { Client } from "./wire_client.ts";

const OPTIONS: MockOptions = { replies: [{ transcript: "Yes.", samples: silence(20) }] };
const MODEL = "?model=gpt-realtime-2.1";

Deno.test("the doorkeeper is told of each knock and what is wrong with it, and may refuse", async () => {
  const knocks: unknown[] = [];
  const doorkeeper = ({ headers, refusal }: Knock) => {
    knocks.push([headers.get("authorization"), refusal?.code]);
    return Promise.resolve(knocks.length === 1 ? 429 : 101);
  };
  await using mock = await startMock({ ...OPTIONS, doorkeeper });
  const refused = new Client(mock.url + MODEL, { headers: { authorization: "Bearer k" } });
  const [, response] = await once(refused.socket, "unexpected-response");
  assert.equal(response.statusCode, 429);
  response.destroy();
  const withoutModel = new Client(mock.url);
  assert.equal((await withoutModel.closed)[0], 4000);
  assert.deepEqual(knocks, [["Bearer k", undefined], [null, "missing_model"]]);
});

Deno.test({
  name: "a mock stops although a client has gone before its upgrade was done",
  // The runtime never lets go of such an upgrade; what counts is that nobody waits for it.
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    const knocked = Promise.withResolvers<void>();
    const gone = Promise.withResolvers<number>();
    const mock = await startMock({
      ...OPTIONS,
      doorkeeper: () => {
        knocked.resolve();
        return gone.promise;
      },
    });
    const { port, pathname } = new URL(mock.url);
    const socket = net.connect(Number(port), "127.0.0.1");
    socket.write(
      `GET ${pathname}${MODEL} HTTP/1.1\r\nHost: mock\r\nConnection: Upgrade\r\n` +
        "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" +
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
    );
    await knocked.promise;
    socket.destroy();
    await once(socket, "close");
    // The server hears of it, and upgrades all the same; a mock that is closing would not.
    await sleep(systemClock, 100);
    gone.resolve(101);
    await sleep(systemClock, 50);
    await mock.close();
    assert.equal(mock.sessions.open, 0);
  },
});
