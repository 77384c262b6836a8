import assert from "node:assert/strict";
import { VirtualClock } from "../time/virtual_clock.ts";
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

function start() {
  const fake = new FakeSocket();
  const clock = new VirtualClock();
  return { fake, clock, socket: fake as unknown as WebSocket };
}

Deno.test("clientLeg closes a client that opens when it has been given up", () => {
  const { fake, socket, clock } = start();
  clientLeg(socket, clock)({} as LegListener).terminate();
  fake.readyState = WebSocket.OPEN;
  fake.onopen();
  assert.deepEqual(fake.closes, [1011]);
});

Deno.test("clientLeg closes behind the frames that are still coming in, but not for ever", async () => {
  const closesAfter = async (frames: number) => {
    const { fake, socket, clock } = start();
    clientLeg(socket, clock)({} as LegListener).close(1009, "");
    for (let i = 0; i < frames; i++) {
      await clock.advance(8);
      fake.dispatchEvent(new Event("message"));
    }
    const early = fake.closes.length;
    await clock.advance(12);
    return [early, fake.closes.length];
  };
  assert.deepEqual(await closesAfter(0), [0, 1]);
  assert.deepEqual(await closesAfter(12), [0, 1]);
  assert.deepEqual(await closesAfter(13), [1, 1]);
});

Deno.test("clientLeg does not close a client that has gone by then", async () => {
  const { fake, socket, clock } = start();
  clientLeg(socket, clock)({} as LegListener).close(1009, "");
  fake.dispatchEvent(new Event("close"));
  await clock.advance(1000);
  assert.deepEqual(fake.closes, []);
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
