import assert from "node:assert/strict";
import type { Cancel } from "./clock.ts";
import { LoopWatch } from "./loop_watch.ts";
import { VirtualClock } from "./virtual_clock.ts";

/** A clock that can be held up: time passes, and no task runs. */
class StallingClock extends VirtualClock {
  heldMs = 0;
  override now(): number {
    return super.now() + this.heldMs;
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
  clock.heldMs = 300; // now 395, due was 100
  assert.equal(watch.worstMs(0), 295);
  await clock.advance(10);
  const endMs = clock.now();
  assert.ok(watch.worstMs(0) >= 295);
  await clock.advance(1000);
  assert.ok(watch.worstMs(95) >= 295);
  assert.equal(watch.worstMs(endMs + 20), 0);
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
