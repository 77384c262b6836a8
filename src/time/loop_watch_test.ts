import assert from "node:assert/strict";
import type { Cancel } from "./clock.ts";
import { LoopWatch, PERIOD_MS } from "./loop_watch.ts";
import { VirtualClock } from "./virtual_clock.ts";

/** A clock that can be held up: time passes, and no task runs. */
class StallingClock extends VirtualClock {
  heldMs = 0;
  override now(): number {
    return super.now() + this.heldMs;
  }
  override wallMs(): number {
    return super.wallMs() + this.heldMs;
  }
  override at(dueMs: number, task: () => void): Cancel {
    return super.at(dueMs - this.heldMs, task);
  }
}

Deno.test("LoopWatch sees no hold-up where every timer runs on time", async () => {
  const clock = new VirtualClock();
  using watch = new LoopWatch(clock);
  await clock.advance(1000);
  assert.equal(watch.worstMs(0), 0);
});

Deno.test("LoopWatch sees a hold-up while it goes on, and afterwards", async () => {
  const clock = new StallingClock();
  using watch = new LoopWatch(clock);
  await clock.advance(95);
  clock.heldMs = 300; // now 395, the last look was at 95
  assert.equal(watch.worstMs(0), 300);
  await clock.advance(10);
  const endMs = clock.now();
  assert.ok(watch.worstMs(0) >= 300);
  await clock.advance(1000);
  assert.ok(watch.worstMs(95) >= 300);
  assert.equal(watch.worstMs(endMs + 20), 0);
});

/** Holds the clock's thread up for so long, `afterMs` after a look. */
async function hold(clock: StallingClock, afterMs: number, heldMs: number): Promise<void> {
  await clock.advance(afterMs);
  clock.heldMs += heldMs;
  await clock.advance(20 - afterMs);
}

Deno.test("LoopWatch never takes a hold-up for shorter than it was, whenever it began", async () => {
  for (const afterMs of [0, 1, 2.5, 4, 4.999]) {
    const clock = new StallingClock();
    using watch = new LoopWatch(clock);
    await hold(clock, afterMs, 29);
    const worstMs = watch.worstMs(0);
    assert.ok(worstMs >= 29 && worstMs <= 31.501, `${afterMs}: ${worstMs}`);
  }
});

Deno.test("LoopWatch remembers the worst, however many shorter hold-ups came after it", async () => {
  const clock = new StallingClock();
  using watch = new LoopWatch(clock);
  await hold(clock, 0, 100);
  const endMs = clock.now();
  for (let i = 0; i < 2000; i++) await hold(clock, 0, 10);
  assert.ok(watch.worstMs(0) >= 100);
  const laterMs = watch.worstMs(endMs + 1);
  assert.ok(laterMs >= 10 && laterMs <= 15, `${laterMs}`);
});

Deno.test("LoopWatch takes no work between two looks for part of a hold-up before them", async () => {
  const clock = new StallingClock();
  using watch = new LoopWatch(clock);
  await clock.advance(95); // a look
  clock.heldMs = 15;
  watch.look();
  clock.heldMs += 6; // what is overdue is done
  watch.look();
  await clock.advance(100);
  assert.equal(watch.worstMs(0), 15);
});

Deno.test("LoopWatch that is disposed looks no more", async () => {
  const clock = new VirtualClock();
  let looks = 0;
  const watch = new LoopWatch(clock, () => looks++);
  await clock.advance(2.5 * PERIOD_MS);
  assert.equal(looks, 2);
  watch[Symbol.dispose]();
  await clock.advance(1000);
  assert.equal(looks, 2);
});

/** A clock whose wall time can be set. */
class SteppedClock extends VirtualClock {
  setByMs = 0;
  override wallMs(): number {
    return super.wallMs() + this.setByMs;
  }
}

Deno.test("LoopWatch takes a step of the wall clock, either way, for a hold-up, and no drift", async () => {
  for (const stepMs of [60_000, -60_000]) {
    const clock = new SteppedClock();
    using watch = new LoopWatch(clock);
    await clock.advance(95);
    clock.setByMs = stepMs;
    await clock.advance(10);
    assert.equal(watch.worstMs(0), 60_000);
    for (let i = 0; i < 100; i++) {
      clock.setByMs += 0.005; // 500 ppm, the most that time servers slew
      await clock.advance(10);
    }
    assert.equal(watch.worstMs(120), 0);
  }
});
