import assert from "node:assert/strict";
import { VirtualClock } from "../time/virtual_clock.ts";
import { ScopedClock } from "./scoped_clock.ts";
import { playTimeline } from "./timeline.ts";

function recorder(clock: VirtualClock) {
  const ran: string[] = [];
  const step = (dueMs: number, then = () => {}) => ({
    dueMs,
    run: () => {
      ran.push(`${dueMs} at ${clock.now()}`);
      then();
    },
  });
  return { ran, step };
}

Deno.test("steps run at their own times; those already due run together, in order", async () => {
  const clock = new VirtualClock(10);
  const { ran, step } = recorder(clock);
  playTimeline(clock, [step(5), step(10), step(10), step(30)]);
  assert.deepEqual(ran, []);
  await clock.advance(100);
  assert.deepEqual(ran, ["5 at 10", "10 at 10", "10 at 10", "30 at 30"]);
});

Deno.test("cancelling stops what is still to come, also from within a step", async () => {
  const clock = new VirtualClock();
  const { ran, step } = recorder(clock);
  const cancel = playTimeline(clock, [step(1), step(2, () => cancel()), step(2), step(3)]);
  await clock.advance(100);
  assert.deepEqual(ran, ["1 at 1", "2 at 2"]);
});

Deno.test("a scoped clock takes back all that is outstanding, and only its own", async () => {
  const clock = new VirtualClock();
  const scoped = new ScopedClock(clock);
  const ran: string[] = [];
  clock.at(10, () => ran.push("not scoped"));
  scoped.at(5, () => ran.push("early"));
  scoped.at(10, () => ran.push("late"));
  scoped.at(6, () => ran.push("cancelled"))();
  await clock.advance(7);
  scoped.cancelAll();
  await clock.advance(100);
  assert.deepEqual(ran, ["early", "not scoped"]);
});
