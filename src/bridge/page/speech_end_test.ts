import assert from "node:assert/strict";
import { loadFixtures } from "../../audio/fixture.ts";
import { SpeechEnd } from "./speech_end.js";

const FRAME = 480;
const FRAME_MS = 20;

/** Speaks a signal of full scale 1 and 24 kHz; the first sample is captured at 0. */
function listenTo(samples: Float32Array): SpeechEnd {
  const speech = new SpeechEnd();
  for (let at = 0; at + FRAME <= samples.length; at += FRAME) {
    speech.push(samples.subarray(at, at + FRAME), (at / FRAME + 1) * FRAME_MS);
  }
  return speech;
}

Deno.test("the last word of recorded speech is found where its manifest has it", async () => {
  const folder = new URL("../../../fixtures/speech", import.meta.url).pathname;
  for (const { name, samples, lastSpeechSample } of await loadFixtures(folder)) {
    const signal = new Float32Array(samples.length + 24_000);
    signal.set(Float32Array.from(samples, (sample) => sample / 32_768));
    const differenceMs = listenTo(signal).lastLoudMs! - (lastSpeechSample + 1) / 24;
    // A soft last sound is missed, the room after a loud one heard: docs/speech.md says how far.
    assert.ok(Math.abs(differenceMs) < 80, `${name}: ${differenceMs} ms`);
  }
});

Deno.test("neither silence nor a steady background nor a click is speech", () => {
  const noise = Float32Array.from({ length: 48_000 }, (_, i) => 0.01 * Math.sin(i));
  const click = new Float32Array(48_000).fill(0.5, 12_000, 12_100);
  for (const signal of [new Float32Array(48_000), noise, click]) {
    assert.equal(listenTo(signal).lastLoudMs, undefined);
  }
});
