import assert from "node:assert/strict";
import fc from "fast-check";
import { resample } from "./resample.ts";

const AMPLITUDE = 16000;
const PAIRS = [
  [8000, 24000],
  [16000, 24000],
  [22050, 24000],
  [44100, 24000],
  [48000, 24000],
  [
    24000,
    8000,
  ],
  [11025, 44100],
  [24000, 23999],
] as const;

function sine(hz: number, rateHz: number, seconds = 0.5): Int16Array {
  return Int16Array.from(
    { length: rateHz * seconds },
    (_, i) => Math.round(AMPLITUDE * Math.sin(2 * Math.PI * hz * i / rateHz)),
  );
}

/** Power relative to the test tone's, in dB, away from the edges. */
function relativeDb(signal: Int16Array, expected: (k: number) => number): number {
  const edge = Math.floor(signal.length / 8);
  let sum = 0;
  for (let k = edge; k < signal.length - edge; k++) sum += (signal[k]! - expected(k)) ** 2;
  return 10 * Math.log10(sum / (signal.length - 2 * edge) / (AMPLITUDE ** 2 / 2));
}

for (const [fromHz, toHz] of PAIRS) {
  Deno.test(`resample ${fromHz} → ${toHz}: a tone keeps its time and shape to 80 dB`, () => {
    for (const hz of [300, 1000, 0.42 * Math.min(fromHz, toHz)]) {
      const output = resample(sine(hz, fromHz), fromHz, toHz);
      const errorDb = relativeDb(
        output,
        (k) => AMPLITUDE * Math.sin(2 * Math.PI * hz * k / toHz),
      );
      assert.ok(errorDb < -80, `${hz} Hz: ${errorDb.toFixed(1)} dB`);
    }
  });
}

Deno.test("resample takes out what the lower rate cannot hold, by 70 dB", () => {
  for (const hz of [12100, 14000, 20000]) {
    const aliasDb = relativeDb(resample(sine(hz, 48000), 48000, 24000), () => 0);
    assert.ok(aliasDb < -70, `${hz} Hz: ${aliasDb.toFixed(1)} dB`);
  }
});

Deno.test("resample adds no image over the old Nyquist frequency", () => {
  const up = resample(sine(3000, 8000), 8000, 24000);
  // The image of 3 kHz at 8 kHz lies at 5 kHz: correlate with it over whole periods of both.
  let re = 0;
  let im = 0;
  for (let k = 2400; k < 9600; k++) {
    re += up[k]! * Math.cos(2 * Math.PI * 5000 * k / 24000);
    im += up[k]! * Math.sin(2 * Math.PI * 5000 * k / 24000);
  }
  const imageDb = 20 * Math.log10(2 * Math.hypot(re, im) / 7200 / AMPLITUDE);
  assert.ok(imageDb < -70, `${imageDb.toFixed(1)} dB`);
});

Deno.test("resample keeps a constant, clips instead of wrapping, and copies at one rate", () => {
  const constant = resample(new Int16Array(4000).fill(1234), 16000, 24000);
  assert.ok(constant.subarray(200, -200).every((x) => x === 1234));
  const square = Int16Array.from({ length: 800 }, (_, i) => i % 80 < 40 ? 32767 : -32768);
  const loud = resample(square, 8000, 24000);
  loud.forEach((x, k) => {
    const inPlateau = k % 240 > 5 && k % 240 < 110 && k > 240;
    if (inPlateau) assert.ok(x > 25000, `wrapped at ${k}: ${x}`);
  });
  const same = resample(square, 8000, 8000);
  assert.deepEqual(same, square);
  assert.notEqual(same.buffer, square.buffer);
});

Deno.test("resample has one output for each k whose time lies in the input", () => {
  const rate = fc.integer({ min: 8000, max: 48000 });
  fc.assert(
    fc.property(fc.nat(300), rate, rate, (length, fromHz, toHz) => {
      const output = resample(new Int16Array(length), fromHz, toHz);
      assert.equal(output.length, Math.ceil(length * toHz / fromHz));
    }),
    { numRuns: 50 },
  );
});
