import assert from "node:assert/strict";
import { fromBase64, levelDbfs, toBase64, toPcm16 } from "./pcm.js";

Deno.test("samples become little-endian 16 bit, clipped at full scale, and come back", () => {
  const pcm = toPcm16(Float32Array.of(0, 0.5, -0.5, 1, -1, 7));
  assert.deepEqual([...pcm], [0, 0, 0, 0x40, 0, 0xc0, 0xff, 0x7f, 0, 0x80, 0xff, 0x7f]);
  const back = fromBase64(toBase64(pcm));
  assert.deepEqual([...back].map((sample) => Math.round(sample * 1000)), [
    0,
    500,
    -500,
    1000,
    -1000,
    1000,
  ]);
});

Deno.test("an odd last byte is left out", () => {
  assert.equal(fromBase64(btoa("abc")).length, 1);
});

Deno.test("the level is relative to full scale, and silence has none", () => {
  assert.equal(levelDbfs(Float32Array.of(1, -1)), 0);
  assert.equal(Math.round(levelDbfs(Float32Array.of(0.1, -0.1))), -20);
  assert.equal(levelDbfs(new Float32Array(4)), -Infinity);
});
