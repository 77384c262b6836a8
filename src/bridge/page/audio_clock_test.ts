import assert from "node:assert/strict";
import { AudioClock } from "./audio_clock.js";

Deno.test("the least delayed message tells the time", () => {
  const clock = new AudioClock();
  for (const [i, delayMs] of [9, 3, 12].entries()) clock.observe(i, 1000 + i * 1000 + delayMs);
  assert.equal(clock.toMs(5), 6003);
});

Deno.test("clocks that drift apart are followed", () => {
  const clock = new AudioClock();
  const drift = 1 + 200e-6;
  for (let s = 0; s < 3600; s++) clock.observe(s, s * 1000 * drift);
  const errorMs = clock.toMs(3599) - 3599 * 1000 * drift;
  assert.ok(Math.abs(errorMs) < 3, `${errorMs} ms`);
});
