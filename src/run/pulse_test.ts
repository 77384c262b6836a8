import assert from "node:assert/strict";
import { Pulse } from "./pulse.ts";

Deno.test("Pulse tells of silence after a first beat, and of none before it", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  using mute = new Pulse(5, () => assert.fail("it has never been heard"), 1);
  using pulse = new Pulse(5, resolve, 1);
  pulse.beat();
  pulse.beat();
  await promise;
  assert.deepEqual([pulse.silentMs, mute.silentMs], [5, 0]);
});

Deno.test("Pulse takes its own hold-up for nobody's silence", async () => {
  let silences = 0;
  using pulse = new Pulse(5, () => silences++, 1);
  pulse.beat();
  const until = performance.now() + 30;
  while (performance.now() < until);
  await new Promise((resolve) => setTimeout(resolve, 0));
  pulse.beat();
  assert.equal(silences, 0);
});
