import assert from "node:assert/strict";
import fc from "fast-check";
import { Resampler } from "./resampler.js";

function tone(hz: number, rateHz: number, samples: number): Float32Array {
  return Float32Array.from({ length: samples }, (_, i) => Math.sin(2 * Math.PI * hz * i / rateHz));
}

function rms(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
}

const RATES = [[48_000, 24_000], [44_100, 24_000], [24_000, 48_000], [24_000, 44_100], [
  8_000,
  24_000,
]];

Deno.test("a tone keeps its pitch, level and time", () => {
  for (const [from, to] of RATES as [number, number][]) {
    const resampler = new Resampler(from, to);
    const output = resampler.push(tone(1000, from, from / 2));
    const settled = Math.ceil(4 * resampler.delayS * to);
    let worst = 0;
    for (let k = settled; k < output.length; k++) {
      const expected = Math.sin(2 * Math.PI * 1000 * k / to);
      worst = Math.max(worst, Math.abs(output[k]! - expected));
    }
    assert.ok(worst < 1e-3, `${from} to ${to}: off by ${worst}`);
    const missingS = 0.5 - output.length / to;
    assert.ok(missingS < resampler.delayS + 1 / to && resampler.delayS < 0.005);
  }
});

Deno.test("the pass band is level up to 80 % of the lower rate's, and stops at its end", () => {
  const levelDb = (hz: number) => {
    const output = new Resampler(48_000, 24_000).push(tone(hz, 48_000, 24_000));
    return 20 * Math.log10(rms(output.subarray(200)) * Math.SQRT2);
  };
  assert.ok(Math.abs(levelDb(9_600)) < 0.01, `${levelDb(9_600)} dB`);
  assert.ok(levelDb(12_050) < -80, `${levelDb(12_050)} dB`);
});

Deno.test("flushed, it has given as much as it was given, and begins anew", () => {
  for (const [from, to] of [...RATES, [24_000, 24_000]] as [number, number][]) {
    const resampler = new Resampler(from, to);
    const piece = tone(440, from, from / 100);
    const whole = () => Float32Array.of(...resampler.push(piece), ...resampler.flush());
    const first = whole();
    assert.equal(first.length, to / 100);
    assert.deepEqual(whole(), first);
    assert.equal(resampler.flush().length, 0);
  }
});

Deno.test("what the lower rate cannot hold is left out, not folded back", () => {
  for (const from of [48_000, 44_100]) {
    const output = new Resampler(from, 24_000).push(tone(15_000, from, from / 2));
    const level = 20 * Math.log10(rms(output.subarray(200)));
    assert.ok(level < -80, `${level} dB`);
  }
});

Deno.test("pieces give what the whole gives", () => {
  const signal = tone(700, 44_100, 5000);
  const whole = new Resampler(44_100, 24_000).push(signal);
  fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 700 }), { maxLength: 12 }), (cuts) => {
    const resampler = new Resampler(44_100, 24_000);
    let at = 0;
    const pieces = [...cuts, signal.length].map((length) => {
      const piece = signal.subarray(at, at += length);
      return [...resampler.push(piece)];
    });
    assert.deepEqual(Float32Array.from(pieces.flat()), whole);
  }));
});

Deno.test("equal rates pass samples on unchanged and at once", () => {
  const resampler = new Resampler(24_000, 24_000);
  assert.deepEqual(resampler.push(tone(1, 24_000, 100)), tone(1, 24_000, 100));
  assert.equal(resampler.delayS, 0);
});
