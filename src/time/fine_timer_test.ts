import assert from "node:assert/strict";
import { sleepUntil } from "./clock.ts";
import { FineTimer } from "./fine_timer.ts";
import { fineClock } from "./fine_clock.ts";

const wakes = (use: (timer: FineTimer) => void): Promise<number> =>
  new Promise((resolve) => use(new FineTimer(() => resolve(performance.now()))));

Deno.test("FineTimer wakes at its time, near or far, and never before", async () => {
  for (const ms of [0, 0.3, 2.9, 8]) {
    const dueMs = performance.now() + ms;
    assert.ok(await wakes((timer) => timer.arm(dueMs)) >= dueMs, `${ms} ms`);
  }
});

Deno.test("FineTimer wakes at the last time that it was armed for, later or earlier", async () => {
  const startMs = performance.now();
  const laterMs = startMs + 15;
  const wokenMs = await wakes((timer) => {
    timer.arm(startMs + 1);
    timer.arm(laterMs);
  });
  assert.ok(wokenMs >= laterMs);
  const aMinuteMs = 60_000;
  const early = await wakes((timer) => {
    timer.arm(performance.now() + aMinuteMs);
    timer.arm(performance.now() + 1);
  });
  assert.ok(early < wokenMs + aMinuteMs);
});

Deno.test("FineTimer does not wake once it is disarmed, and can be armed again", async () => {
  let woken = 0;
  const timer = new FineTimer(() => woken++);
  for (const ms of [1, 5]) {
    timer.arm(performance.now() + ms);
    timer.disarm();
  }
  await timer.start();
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(woken, 0);
  timer.arm(performance.now() + 1);
  while (woken === 0) await new Promise((resolve) => setTimeout(resolve, 1));
});

Deno.test("the fine clock runs each of many tasks once, in order, though they share wakes", async () => {
  const startMs = fineClock.now() + 5;
  const seen: number[] = [];
  const due = Array.from({ length: 200 }, (_, i) => startMs + i / 20);
  for (const [i, dueMs] of due.entries()) {
    fineClock.at(dueMs, () => seen.push(fineClock.now() >= dueMs ? i : -1));
  }
  await sleepUntil(fineClock, due.at(-1)! + 1);
  assert.deepEqual(seen, due.map((_, i) => i));
});
