import assert from "node:assert/strict";
import fc from "fast-check";
import { decodeWav, encodeWav, WavError } from "./wav.ts";

interface Parts {
  tag: number;
  bits: number;
  data: Uint8Array;
  channels?: number;
  rateHz?: number;
  dataSize?: number;
  extensible?: boolean;
  before?: readonly Uint8Array[];
  after?: readonly Uint8Array[];
}

function chunk(id: string, body: Uint8Array, size = body.length): Uint8Array {
  const bytes = new Uint8Array(8 + body.length);
  bytes.set(new TextEncoder().encode(id));
  new DataView(bytes.buffer).setUint32(4, size, true);
  bytes.set(body, 8);
  return bytes;
}

function wav(parts: Parts): Uint8Array {
  const { tag, bits, data, channels = 1, rateHz = 16000, dataSize, extensible } = parts;
  const fmt = new DataView(new ArrayBuffer(extensible ? 40 : 16));
  fmt.setUint16(0, extensible ? 0xfffe : tag, true);
  fmt.setUint16(2, channels, true);
  fmt.setUint32(4, rateHz, true);
  fmt.setUint16(14, bits, true);
  if (extensible) fmt.setUint16(24, tag, true);
  const chunks = [
    ...parts.before ?? [],
    chunk("fmt ", new Uint8Array(fmt.buffer)),
    chunk("data", data, dataSize),
    ...parts.after ?? [],
  ];
  const body = [...new TextEncoder().encode("WAVE"), ...chunks.flatMap((bytes) => [...bytes])];
  return chunk("RIFF", Uint8Array.from(body));
}

const PCM = { tag: 1, bits: 16 };
const pcm16 = (...values: number[]) => new Uint8Array(Int16Array.from(values).buffer);
const float32 = (...values: number[]) => new Uint8Array(Float32Array.from(values).buffer);
const samplesOf = (parts: Parts) => [...decodeWav(wav(parts)).samples];

Deno.test("decodeWav gives back what encodeWav wrote", () => {
  fc.assert(fc.property(
    fc.int16Array(),
    fc.integer({ min: 8000, max: 48000 }),
    (samples, sampleRateHz) => {
      assert.deepEqual(decodeWav(encodeWav({ sampleRateHz, samples })), { sampleRateHz, samples });
    },
  ));
});

Deno.test("decodeWav reads every encoding, plain and extensible", () => {
  for (const extensible of [false, true]) {
    assert.deepEqual(samplesOf({ ...PCM, data: pcm16(1, -2, 32767), extensible }), [1, -2, 32767]);
    const float = { tag: 3, bits: 32, extensible };
    assert.deepEqual(samplesOf({ ...float, data: float32(0.5, -1, 2, -3) }), [
      16384,
      -32768,
      32767,
      -32768,
    ]);
    const codes = Uint8Array.of(0x80, 0xff);
    assert.deepEqual(samplesOf({ tag: 7, bits: 8, data: codes, extensible }), [32124, 0]);
    assert.deepEqual(
      samplesOf({ tag: 6, bits: 8, data: Uint8Array.of(0xaa, 0xd5), extensible }),
      [32256, 8],
    );
  }
});

Deno.test("decodeWav averages stereo without overflow and drops half a frame", () => {
  const data = pcm16(100, 300, 32767, 32767, -32768, -32768, 7);
  assert.deepEqual(samplesOf({ ...PCM, channels: 2, data }), [200, 32767, -32768]);
});

Deno.test("decodeWav takes what is there when the size was never filled in", () => {
  for (const dataSize of [0, 0xffffffff, 0x7ffff000, 5000]) {
    assert.deepEqual(
      samplesOf({ ...PCM, data: pcm16(1, 2, 3), dataSize }),
      [1, 2, 3],
      `${dataSize}`,
    );
  }
});

Deno.test("decodeWav walks over other chunks, padded or not", () => {
  const padded = Uint8Array.from([...chunk("LIST", Uint8Array.of(1, 2, 3)), 0]);
  const unpadded = chunk("junk", Uint8Array.of(1, 2, 3));
  const parts = { ...PCM, data: pcm16(4, 5), before: [padded, unpadded], after: [padded] };
  assert.deepEqual(samplesOf(parts), [4, 5]);
});

Deno.test("decodeWav reads a view into a larger buffer", () => {
  const file = wav({ ...PCM, data: pcm16(9, -9) });
  const larger = new Uint8Array(file.length + 7);
  larger.set(file, 3);
  assert.deepEqual([...decodeWav(larger.subarray(3, 3 + file.length)).samples], [9, -9]);
});

Deno.test("decodeWav says what is wrong, what is allowed and how to convert", () => {
  const data = pcm16(0, 0);
  const cases: [Uint8Array, RegExp][] = [
    [new Uint8Array(0), /RIFF\/WAVE/],
    [new TextEncoder().encode("ID3 an mp3 file"), /RIFF\/WAVE/],
    [wav({ tag: 1, bits: 24, data }), /24-bit PCM, allowed is 16-bit PCM/],
    [wav({ tag: 3, bits: 64, data }), /64-bit float/],
    [wav({ tag: 2, bits: 4, data }), /4-bit ADPCM/],
    [wav({ ...PCM, channels: 6, data }), /6 channels, allowed is 1 or 2/],
    [wav({ ...PCM, rateHz: 96000, data }), /96000 Hz, allowed is 8000 to 48000/],
    [wav({ ...PCM, rateHz: 4000, data }), /4000 Hz/],
    [
      encodeWav({ sampleRateHz: 8000, samples: new Int16Array(0) }).subarray(0, 36),
      /no data chunk/,
    ],
    [wav({ ...PCM, data }).subarray(0, 12), /no fmt chunk/],
    [wav({ ...PCM, data, before: [chunk("data", data)] }), /precede/],
    [wav({ ...PCM, data, before: [chunk("fmt ", data)] }), /fmt chunk has 4 bytes/],
  ];
  for (const [bytes, message] of cases) {
    assert.throws(() => decodeWav(bytes), (error) => {
      assert.ok(error instanceof WavError);
      assert.match(error.message, message);
      assert.match(error.message, /sox INPUT .* OUTPUT\.wav/);
      return true;
    });
  }
});
