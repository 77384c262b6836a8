import assert from "node:assert/strict";
import { VirtualClock } from "../time/virtual_clock.ts";
import { SilenceWatch } from "./silence_watch.ts";

Deno.test("SilenceWatch fires once, a full limit after the last sound, and not once stopped", async () => {
  const clock = new VirtualClock();
  const firedMs: number[] = [];
  const watch = new SilenceWatch(clock, 100, () => firedMs.push(clock.now()));
  await clock.advance(40);
  watch.heard();
  await clock.advance(50);
  watch.heard();
  await clock.advance(1000);
  assert.deepEqual(firedMs, [190]);

  const stopped = new SilenceWatch(clock, 100, () => assert.fail("stopped"));
  stopped.heard();
  stopped.stop();
  await clock.advance(1000);
});
