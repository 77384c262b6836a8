import assert from "node:assert/strict";
import fc from "fast-check";
import { seeded } from "../random/random.ts";
import { VirtualClock } from "../time/virtual_clock.ts";
import { delay } from "./delay.ts";
import { DelayLine } from "./delay_line.ts";
import { jitter } from "./jitter.ts";
import { chain, type Item } from "./step.ts";

Deno.test("DelayLine hands on each item once, in order, when due by the chain", async () => {
  const gaps = fc.array(fc.nat(30), { maxLength: 30 });
  await fc.assert(fc.asyncProperty(gaps, fc.nat(), async (gapsMs, seed) => {
    const clock = new VirtualClock();
    const left: [number, Item][] = [];
    const line = new DelayLine(clock, (item) => left.push([clock.now(), item]));
    const steps = chain([delay(20), jitter(15, seeded(seed)), delay(5)]);
    const entered: Item[] = [];
    for (const gapMs of gapsMs) {
      await clock.advance(gapMs);
      for (const item of steps({ kind: "data", dueMs: clock.now(), bytes: new Uint8Array(3) })) {
        entered.push(item);
        line.add(item);
      }
    }
    assert.equal(line.heldBytes, 3 * (entered.length - left.length));
    await clock.advance(1000);
    assert.deepEqual(left, entered.map((item) => [item.dueMs, item]));
    assert.equal(line.heldBytes, 0);
  }));
});

Deno.test("DelayLine forgets what it holds when cleared, and goes on with what comes", async () => {
  const clock = new VirtualClock();
  const left: Item[] = [];
  const line = new DelayLine(clock, (item) => left.push(item));
  line.add({ kind: "data", dueMs: 10, bytes: new Uint8Array(5) });
  line.clear();
  assert.equal(line.heldBytes, 0);
  const end: Item = { kind: "end", dueMs: 20 };
  line.add(end);
  await clock.advance(100);
  assert.deepEqual(left, [end]);
});
