import assert from "node:assert/strict";
import { Speaker } from "./speaker.js";

/** A speaker whose device takes 12 ms, and 30 ms more; `stamp` is what the browser knows of it. */
function speakerWith(stamp: { contextTime?: number; performanceTime?: number }): Speaker {
  const node = { port: {}, connect: () => {} };
  Object.assign(globalThis, {
    AudioWorkletNode: function () {
      return node;
    },
  });
  const context = {
    baseLatency: 0.012,
    outputLatency: 0.03,
    currentTime: 5,
    getOutputTimestamp: () => stamp,
  };
  return new Speaker(context as unknown as ConstructorParameters<typeof Speaker>[0], () => {});
}

Deno.test("what is played is heard when the device's own clock says so", () => {
  const speaker = speakerWith({ contextTime: 4.9, performanceTime: 10_000 });
  assert.equal(Math.round(speaker.heardAtMs(5)), 10_100);
});

Deno.test("where the browser tells no such time, the loudspeaker's latency is added", () => {
  for (const stamp of [{}, { contextTime: 0, performanceTime: 0 }]) {
    const speaker = speakerWith(stamp);
    assert.equal(Math.round(speaker.latencyMs), 42);
    const beforeMs = performance.now();
    const playedAtMs = speaker.heardAtMs(5.1) - 142;
    assert.ok(beforeMs <= playedAtMs + 1e-6 && playedAtMs <= performance.now() + 1e-6);
  }
});
