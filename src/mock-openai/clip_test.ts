import assert from "node:assert/strict";
import { decodeALaw, decodeMuLaw } from "../audio/g711.ts";
import { rmsDbfs } from "../audio/level.ts";
import type { AudioType } from "./audio_coding.ts";
import { type AudioPiece, Clip } from "./clip.ts";
import { noise } from "./session_harness.ts";

const SAMPLES = noise(1000);

function bytesOf(pieces: readonly AudioPiece[]): Uint8Array {
  return new Uint8Array(pieces.flatMap(({ base64 }) => [...Uint8Array.fromBase64(base64)]));
}

Deno.test("pcm is cut into 100, 150 and then 250 ms that join up to the recording", () => {
  const pieces = new Clip(SAMPLES).pieces("audio/pcm", 1);
  assert.deepEqual(pieces.map(({ offsetMs }) => offsetMs), [0, 100, 250, 500, 750]);
  const sizes = pieces.map(({ base64 }) => Uint8Array.fromBase64(base64).length);
  assert.deepEqual(sizes, [4800, 7200, 12_000, 12_000, 12_000]);
  assert.deepEqual(new Int16Array(bytesOf(pieces).buffer), SAMPLES);
});

const G711: [AudioType, (bytes: Uint8Array) => Int16Array][] = [
  ["audio/pcmu", decodeMuLaw],
  ["audio/pcma", decodeALaw],
];

for (const [format, decode] of G711) {
  Deno.test(`${format} is the same speech at 8 kHz, a byte for a sample`, () => {
    const tone = Int16Array.from({ length: 24_000 }, (_, i) => 8000 * Math.sin(i / 10));
    const pieces = new Clip(tone).pieces(format, 1);
    assert.deepEqual(pieces.map(({ durationMs }) => durationMs), [100, 150, 250, 250, 250]);
    const bytes = bytesOf(pieces);
    assert.equal(bytes.length, 8000);
    const lost = rmsDbfs(tone) - rmsDbfs(decode(bytes));
    assert.ok(Math.abs(lost) < 0.2, `${lost} dB`);
  });
}

Deno.test("at another speed the speech is that much shorter, in every format", () => {
  const clip = new Clip(SAMPLES);
  for (const format of ["audio/pcm", "audio/pcmu", "audio/pcma"] as const) {
    const total = (speed: number) =>
      clip.pieces(format, speed).reduce((sum, { durationMs }) => sum + durationMs, 0);
    assert.ok(Math.abs(total(1.25) - 800) < 1, `${total(1.25)}`);
    assert.ok(Math.abs(total(0.25) - 4000) < 1, `${total(0.25)}`);
  }
});

Deno.test("what was prepared once is shared; speeds are rounded to twentieths", () => {
  const clip = new Clip(SAMPLES);
  assert.equal(clip.pieces("audio/pcmu", 1.21), clip.pieces("audio/pcmu", 1.2));
  assert.notEqual(clip.pieces("audio/pcmu", 1.15), clip.pieces("audio/pcmu", 1.2));
});
