import assert from "node:assert/strict";
import { ThreadMeter } from "./thread_meter.ts";
import { VirtualClock } from "./virtual_clock.ts";

Deno.test("ThreadMeter tells the share of a core since the call before", async () => {
  const clock = new VirtualClock();
  let cpuMs = 100;
  const meter = new ThreadMeter(clock, () => cpuMs);
  await clock.advance(1000);
  cpuMs = 350;
  assert.deepEqual(meter.take(), { cpuShare: 0.25, lateP95Ms: 0 });
  await clock.advance(1000);
  assert.deepEqual(meter.take(), { cpuShare: 0, lateP95Ms: 0 });
});

Deno.test("ThreadMeter sees timers that run late, and a hold-up that is still going on", () => {
  let nowMs = 0;
  let task = () => {};
  const clock = {
    now: () => nowMs,
    wallMs: () => nowMs,
    at: (_dueMs: number, next: () => void) => {
      task = next;
      return () => {};
    },
  };
  const meter = new ThreadMeter(clock, () => 0);
  nowMs = 40;
  task();
  assert.equal(meter.take().lateP95Ms, 30);
  nowMs = 150;
  assert.equal(meter.take().lateP95Ms, 100);
});
