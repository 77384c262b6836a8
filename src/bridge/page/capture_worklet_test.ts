import assert from "node:assert/strict";
import type { CapturedFrame } from "./capture_worklet.js";
import { DEVICE_RATE_HZ, FakeWorklet } from "./fake_worklet.ts";
import { SAMPLE_RATE_HZ } from "./pcm.js";

Deno.test("a frame's time is that of its last sample at the microphone, without the resampler's delay", async () => {
  const capture = await FakeWorklet.load<never, CapturedFrame>("./capture_worklet.js");
  const clickAtS = 0.1;
  const input = new Float32Array(128 * 100);
  input[Math.round(clickAtS * DEVICE_RATE_HZ)] = 1;
  capture.run(input);
  const frame = capture.reports.find(({ samples }) => samples.some((sample) => sample > 0.2))!;
  assert.equal(frame.samples.length, SAMPLE_RATE_HZ / 50);
  const place = frame.samples.indexOf(Math.max(...frame.samples));
  const heardAtS = frame.endS - (frame.samples.length - 1 - place) / SAMPLE_RATE_HZ;
  assert.ok(Math.abs(heardAtS - clickAtS) < 0.1e-3, `off by ${(heardAtS - clickAtS) * 1000} ms`);
});
