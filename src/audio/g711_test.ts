import assert from "node:assert/strict";
import { decodeALaw, decodeMuLaw, encodeALaw, encodeMuLaw } from "./g711.ts";

const CODES = Uint8Array.from({ length: 256 }, (_, code) => code);
const ALL_SAMPLES = Int16Array.from({ length: 65536 }, (_, i) => i - 32768);
const LAWS = [
  { name: "mu-law", decode: decodeMuLaw, encode: encodeMuLaw, largest: 32124 },
  { name: "A-law", decode: decodeALaw, encode: encodeALaw, largest: 32256 },
];

for (const { name, decode, encode, largest } of LAWS) {
  Deno.test(`${name}: every code comes back, but for mu-law's second zero`, () => {
    const expected = CODES.map((code) => name === "mu-law" && code === 0x7f ? 0xff : code);
    assert.deepEqual(encode(decode(CODES)), expected);
  });

  Deno.test(`${name}: louder samples never decode softer, and the range is the standard's`, () => {
    const heard = decode(encode(ALL_SAMPLES));
    for (let i = 1; i < heard.length; i++) assert.ok(heard[i]! >= heard[i - 1]!, `at ${i - 32768}`);
    assert.deepEqual([heard[0], heard.at(-1)], [-largest, largest]);
  });

  Deno.test(`${name}: each sample gets the code whose interval holds it`, () => {
    const heard = decode(encode(ALL_SAMPLES));
    // Half a step: 1/32 of the magnitude in the logarithmic part, 8 in the linear one.
    const bad = ALL_SAMPLES.findIndex((x, i) =>
      Math.abs(x) < largest && Math.abs(x - heard[i]!) > Math.max(8, (Math.abs(x) + 132) / 32)
    );
    assert.equal(bad, -1);
  });
}

Deno.test("G.711 decodes the values that its tables list", () => {
  // ITU-T G.711 tables 1 and 2, on the 16-bit scale: the ends, the smallest values, silence.
  assert.deepEqual([...decodeMuLaw(Uint8Array.of(0x80, 0x00, 0xff, 0x7f, 0xfe, 0xf0))], [
    32124,
    -32124,
    0,
    0,
    8,
    120,
  ]);
  assert.deepEqual([...decodeALaw(Uint8Array.of(0xaa, 0x2a, 0xd5, 0x55, 0xd4))], [
    32256,
    -32256,
    8,
    -8,
    24,
  ]);
});
