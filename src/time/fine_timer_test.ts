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

/** How long so many wakes take of a timer that is armed anew at each. */
async function wakesMs(wakes: number, afterMs: number): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let woken = 0;
  const arm = () => timer.arm(performance.now() + afterMs);
  const timer = new FineTimer(() => ++woken === wakes ? resolve() : arm());
  await timer.start();
  const startMs = performance.now();
  arm();
  await promise;
  return performance.now() - startMs;
}

Deno.test("FineTimer takes a breath between two wakes, however much is overdue", async () => {
  assert.ok(await wakesMs(200, 0) >= 199 * 0.25);
});

Deno.test("FineTimer spins for no longer than a wake may be early", async () => {
  const { now } = performance;
  let looks = 0;
  performance.now = () => (looks++, Reflect.apply(now, performance, []));
  try {
    await wakesMs(20, 6);
  } finally {
    performance.now = now;
  }
  assert.ok(looks < 20 * 2500, `${looks}`);
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
