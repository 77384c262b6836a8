import assert from "node:assert/strict";
import { clientLeg, gone } from "./client_leg.ts";
import type { LegListener } from "./leg.ts";

/** A server's socket, as far as a leg looks at it. */
class FakeSocket extends EventTarget {
  readonly CONNECTING = WebSocket.CONNECTING;
  readonly OPEN = WebSocket.OPEN;
  readonly CLOSED = WebSocket.CLOSED;
  readyState: number = WebSocket.CONNECTING;
  readonly closes: number[] = [];
  onopen = () => {};

  close(code: number): void {
    this.closes.push(code);
  }
}

function start(): { fake: FakeSocket; socket: WebSocket } {
  const fake = new FakeSocket();
  return { fake, socket: fake as unknown as WebSocket };
}

Deno.test("clientLeg closes a client that opens when it has been given up", () => {
  const { fake, socket } = start();
  clientLeg(socket)({} as LegListener).terminate();
  fake.readyState = WebSocket.OPEN;
  fake.onopen();
  assert.deepEqual(fake.closes, [1011]);
});

Deno.test("gone waits for the end of a connection that was made", async () => {
  const { fake, socket } = start();
  await gone(socket);
  fake.readyState = WebSocket.CLOSING;
  let isGone = false;
  const waiting = gone(socket).then(() => isGone = true);
  await Promise.resolve();
  assert.equal(isGone, false);
  fake.dispatchEvent(new Event("close"));
  await waiting;
});
