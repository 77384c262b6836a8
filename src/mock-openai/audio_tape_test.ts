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
  assert.deepEqual(tape.read(0, 30).samples, ramp(25, 30));
  tape.trim(1000);
  tape.write(ramp(40, 50));
  assert.deepEqual(tape.read(0, 100).samples, ramp(40, 50));
});

Deno.test("a stream that goes on for long is kept in little room, and a long stretch in full", () => {
  const tape = new AudioTape(RATE_HZ, 0);
  const piece = 700;
  const keptMs = (atMs: number) => atMs < 200_000 || atMs > 400_000 ? 2000 : 120_000;
  for (let from = 0; from < 600_000; from += piece) {
    tape.trim(from - keptMs(from));
    tape.write(Int16Array.from({ length: piece }, (_, i) => (from + i) % 30_000));
    const now = from + piece;
    const kept = tape.read(Math.max(0, now - 2000), now).samples;
    assert.equal(kept.at(-1), (now - 1) % 30_000);
    assert.equal(kept[0], Math.max(0, now - 2000) % 30_000);
  }
  assert.equal(tape.read(0, 600_600).samples.length, 2000 + piece);
});
