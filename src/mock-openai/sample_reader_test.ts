import assert from "node:assert/strict";
import fc from "fast-check";
import { encodeALaw, encodeMuLaw } from "../audio/g711.ts";
import { bytesPerMs, codingOf } from "./audio_coding.ts";
import { SampleReader } from "./sample_reader.ts";
import type { WireAudioFormat } from "./wire.ts";

const PCM: WireAudioFormat = { type: "audio/pcm", rate: 24_000 };
const MU_LAW: WireAudioFormat = { type: "audio/pcmu" };
const A_LAW: WireAudioFormat = { type: "audio/pcma" };

function pieces(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const bounds = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b)];
  return bounds.map((start, i) => bytes.subarray(start, bounds[i + 1]));
}

Deno.test("samples are the same however the bytes are cut, in every format", () => {
  const samples = fc.int16Array({ maxLength: 40 });
  fc.assert(fc.property(samples, fc.array(fc.nat()), (sent, cuts) => {
    for (
      const [format, encode, heard] of [
        [PCM, (s: Int16Array) => new Uint8Array(s.slice().buffer), sent],
        [MU_LAW, encodeMuLaw, codingOf(MU_LAW).decode(encodeMuLaw(sent))],
        [A_LAW, encodeALaw, codingOf(A_LAW).decode(encodeALaw(sent))],
      ] as const
    ) {
      const reader = new SampleReader(codingOf(format));
      const read = pieces(encode(sent), cuts).flatMap((piece) => [...reader.read(piece)]);
      assert.deepEqual(read, [...heard]);
    }
  }));
});

Deno.test("a millisecond is 48 bytes of PCM and 8 of G.711", () => {
  assert.deepEqual([PCM, MU_LAW, A_LAW].map(bytesPerMs), [48, 8, 8]);
});
