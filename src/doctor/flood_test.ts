import assert from "node:assert/strict";
import { VirtualClock } from "../time/virtual_clock.ts";
import { type Flood, flood, type Inflow } from "./flood.ts";

const MIB = 1 << 20;
const LIMITS = { bytes: 8 * MIB, timeoutMs: 10_000, stoppedMs: 1_000 };

/** A receiver that takes so much in all, at this pace. */
class Receiver implements Inflow {
  isClosed = false;
  isClosing = false;
  #sent = 0;

  constructor(readonly clock: VirtualClock, readonly bytesPerMs: number, readonly inAll: number) {}

  pour(): number {
    if (this.isClosing) return 0;
    this.#sent += 64_000;
    return 64_000;
  }

  get bufferedBytes(): number {
    const taken = Math.min(this.inAll, this.clock.now() * this.bytesPerMs, this.#sent);
    return this.#sent - taken;
  }
}

async function run(receiver: Receiver): Promise<Flood> {
  const end = flood(receiver, LIMITS, receiver.clock);
  await receiver.clock.advance(LIMITS.timeoutMs + 10);
  return await end;
}

Deno.test("who takes everything reaches the limit", async () => {
  const { end, takenBytes } = await run(new Receiver(new VirtualClock(), 100_000, Infinity));
  assert.equal(end, "limit");
  assert.ok(takenBytes >= LIMITS.bytes);
});

Deno.test("who stops taking is told from who is slow", async () => {
  const stopped = await run(new Receiver(new VirtualClock(), 100_000, 3 * MIB));
  assert.equal(stopped.end, "stopped");
  assert.equal(stopped.takenBytes, 3 * MIB);
  const slow = await run(new Receiver(new VirtualClock(), 100, Infinity));
  assert.equal(slow.end, "timeout");
  assert.equal(slow.tookMs, LIMITS.timeoutMs);
});

Deno.test("who closes ends the flood", async () => {
  const receiver = new Receiver(new VirtualClock(), 1_000, Infinity);
  receiver.clock.at(2_000, () => receiver.isClosed = true);
  const { end, tookMs } = await run(receiver);
  assert.equal(end, "closed");
  assert.ok(tookMs >= 2_000 && tookMs < 2_010);
});

Deno.test("who is about to close is given no more, and not waited for without end", async () => {
  const receiver = new Receiver(new VirtualClock(), 1_000, Infinity);
  receiver.clock.at(1_000, () => receiver.isClosing = true);
  const { end, takenBytes } = await run(receiver);
  assert.equal(end, "stopped");
  assert.ok(takenBytes < LIMITS.bytes);
});
