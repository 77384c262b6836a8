import assert from "node:assert/strict";
import { PassThrough, Writable } from "node:stream";
import { VirtualClock } from "../time/virtual_clock.ts";
import { delay } from "./delay.ts";
import { Direction } from "./direction.ts";

const MIB = 1 << 20;

/** A receiver that takes nothing until it is told to. */
class SlowReceiver extends Writable {
  #take: (() => void) | undefined;
  #isAwake = false;

  override _write(_chunk: unknown, _encoding: string, done: () => void): void {
    if (this.#isAwake) done();
    else this.#take = done;
  }

  wake(): void {
    this.#isAwake = true;
    this.#take?.();
  }
}

async function settle(): Promise<void> {
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
}

Deno.test("Direction stops reading a sender when 4 MiB wait, and goes on when they are gone", async () => {
  const clock = new VirtualClock();
  const from = new PassThrough({ highWaterMark: 16 * MIB });
  const to = new SlowReceiver();
  const resets: string[] = [];
  new Direction({ from, to, step: delay(50), clock, onReset: () => resets.push("reset") });

  for (let i = 0; i < 6; i++) from.write(new Uint8Array(MIB));
  await settle();
  assert.equal(from.isPaused(), true);
  await clock.advance(50);
  assert.equal(from.isPaused(), true, "written is not yet taken");
  assert.equal(to.writableLength, 5 * MIB);
  to.wake();
  await settle();
  assert.equal(from.isPaused(), false);
  assert.deepEqual(resets, []);
});

Deno.test("Direction lets a reset and an end travel as long as data", async () => {
  const clock = new VirtualClock();
  const from = new PassThrough();
  const to = new PassThrough();
  const resets: number[] = [];
  const step = delay(50);
  const direction = new Direction({
    from,
    to,
    step,
    clock,
    onReset: () => resets.push(clock.now()),
  });
  from.end("last");
  await settle();
  await clock.advance(49);
  direction.reset();
  assert.equal(to.read(), null);
  await clock.advance(1);
  assert.equal(to.read().toString(), "last");
  assert.equal(to.writableEnded, true);
  await clock.advance(49);
  assert.deepEqual(resets, [99]);
});
