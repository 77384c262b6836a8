import assert from "node:assert/strict";
import { rmsDbfs } from "./level.ts";
import { timeStretch } from "./time_stretch.ts";

const RATE_HZ = 24_000;

function sine(hz: number, ms: number): Int16Array {
  const length = RATE_HZ * ms / 1000;
  return Int16Array.from({ length }, (_, i) => 10_000 * Math.sin(2 * Math.PI * hz * i / RATE_HZ));
}

/** Frequency by the zero crossings of the middle, away from the edges. */
function pitchHz(samples: Int16Array): number {
  const middle = samples.subarray(samples.length / 4, samples.length * 3 / 4);
  let crossings = 0;
  for (let i = 1; i < middle.length; i++) if (middle[i - 1]! < 0 && middle[i]! >= 0) crossings++;
  return crossings * RATE_HZ / middle.length;
}

for (const speed of [0.25, 0.8, 1.2, 1.5]) {
  Deno.test(`at speed ${speed} speech is that much shorter, as high and as loud`, () => {
    const tone = sine(200, 1000);
    const stretched = timeStretch(tone, RATE_HZ, speed);
    assert.equal(stretched.length, Math.round(tone.length / speed));
    assert.ok(Math.abs(pitchHz(stretched) - 200) < 4, `${pitchHz(stretched)} Hz`);
    const lost = rmsDbfs(tone) - rmsDbfs(stretched);
    assert.ok(Math.abs(lost) < 1, `${lost} dB`);
  });
}

Deno.test("at speed 1 nothing changes, and nothing stays nothing", () => {
  const tone = sine(200, 50);
  assert.deepEqual(timeStretch(tone, RATE_HZ, 1), tone);
  assert.equal(timeStretch(new Int16Array(0), RATE_HZ, 1.5).length, 0);
});
