import assert from "node:assert/strict";
import fc from "fast-check";
import { seeded } from "../random/random.ts";
import { delay } from "./delay.ts";
import { jitter } from "./jitter.ts";
import { chain, type Item, type Step } from "./step.ts";

function data(dueMs: number): Item {
  return { kind: "data", dueMs, bytes: new Uint8Array([dueMs % 256]) };
}

const arrivals = fc.array(fc.nat(1000)).map((times) => times.sort((a, b) => a - b));

Deno.test("delay puts every kind of item off by the same time", () => {
  const step = delay(40);
  for (const item of [data(5), { kind: "end", dueMs: 5 }, { kind: "reset", dueMs: 5 }] as Item[]) {
    assert.deepEqual(step(item), [{ ...item, dueMs: 45 }]);
  }
});

Deno.test("jitter keeps the order and never shortens, nor exceeds its bound without cause", () => {
  fc.assert(fc.property(arrivals, fc.nat(50), fc.nat(), (times, maxMs, seed) => {
    const step = jitter(maxMs, seeded(seed));
    let lastMs = -Infinity;
    for (const time of times) {
      const [item] = step(data(time));
      assert.ok(item!.dueMs >= Math.max(time, lastMs));
      assert.ok(item!.dueMs <= Math.max(time + maxMs, lastMs));
      lastMs = item!.dueMs;
    }
  }));
});

Deno.test("jitter repeats for the same seed and spreads evenly", () => {
  const draws = (seed: number) => {
    const step = jitter(10, seeded(seed));
    return Array.from({ length: 1000 }, (_, i) => step(data(i * 100))[0]!.dueMs - i * 100);
  };
  assert.deepEqual(draws(3), draws(3));
  assert.notDeepEqual(draws(3), draws(4));
  const mean = draws(3).reduce((a, b) => a + b) / 1000;
  assert.ok(Math.abs(mean - 5) < 0.5, `mean ${mean}`);
});

Deno.test("chain adds up delays and lets a step keep back, split and add", () => {
  const dropEnds: Step = (item) => item.kind === "end" ? [] : [item];
  const twice: Step = (item) => [item, item];
  const all = chain([delay(10), twice, dropEnds, delay(5)]);
  assert.deepEqual(all(data(1)).map((item) => item.dueMs), [16, 16]);
  assert.deepEqual(all({ kind: "end", dueMs: 1 }), []);
  assert.deepEqual(chain([])(data(1)), [data(1)]);
});
