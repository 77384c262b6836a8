import assert from "node:assert/strict";
import fc from "fast-check";
import { AudioTape } from "./audio_tape.ts";

const RATE_HZ = 1000;

/** Samples that say where they stand. */
function ramp(from: number, to: number): Int16Array {
  return Int16Array.from({ length: to - from }, (_, i) => from + i);
}

Deno.test("any stretch can be read back, however the samples came", () => {
  const cuts = fc.array(fc.nat({ max: 50 }), { maxLength: 8 });
  const at = fc.nat({ max: 450 });
  fc.assert(fc.property(cuts, at, at, (lengths, a, b) => {
    const tape = new AudioTape(RATE_HZ, 100);
    let written = 0;
    for (const length of lengths) tape.write(ramp(written, written += length));
    const [from, to] = [Math.min(a, b), Math.max(a, b)];
    const { samples, sampleRateHz } = tape.read(from, to);
    assert.equal(sampleRateHz, RATE_HZ);
    assert.deepEqual(
      samples,
      ramp(0, written).slice(Math.max(0, from - 100), Math.max(0, to - 100)),
    );
  }));
});

Deno.test("what was trimmed is gone, and the rest stays in its place", () => {
  const tape = new AudioTape(RATE_HZ, 0);
  tape.write(ramp(0, 20));
  tape.write(ramp(20, 40));
  tape.trim(20);
  tape.trim(25);
  assert.deepEqual(tape.read(0, 30).samples, ramp(20, 30));
  tape.trim(1000);
  tape.write(ramp(40, 50));
  assert.deepEqual(tape.read(0, 100).samples, ramp(40, 50));
});
