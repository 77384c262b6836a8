import assert from "node:assert/strict";
import fc from "fast-check";
import { FrameReader } from "./frame_reader.ts";
import { OPCODE, ProtocolError } from "./opcode.ts";

const MAX_BYTES = 200_000;

function frame(first: number, payload: Uint8Array, wide = 0): Uint8Array {
  const length = payload.length;
  const width = Math.max(wide, length < 126 ? 0 : length < 65_536 ? 2 : 8);
  const bytes = new Uint8Array(2 + width + length);
  bytes.set([first, width === 0 ? length : width === 2 ? 126 : 127]);
  const view = new DataView(bytes.buffer);
  if (width === 2) view.setUint16(2, length);
  if (width === 8) view.setBigUint64(2, BigInt(length));
  bytes.set(payload, 2 + width);
  return bytes;
}

/** What the reader finds in bytes that come in pieces of these sizes, over and over. */
function read(reader: FrameReader, bytes: Uint8Array, sizes: readonly number[]) {
  const found: { opcode: number; isLast: boolean; payload: Uint8Array }[] = [];
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const { space } = reader;
    assert.ok(space.length > 0, "there is always room");
    const piece = bytes.subarray(at, at + Math.min(space.length, sizes[i % sizes.length]!));
    space.set(piece);
    reader.added(piece.length);
    at += piece.length;
    for (let next = reader.next(); next; next = reader.next()) {
      found.push({ ...next, payload: next.payload.slice() });
    }
  }
  return found;
}

const payload = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.constantFrom(125, 126, 65_535, 65_536, 65_530, 150_000).map((n) => new Uint8Array(n).fill(7)),
);
const sizes = fc.array(fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constant(100_000)), {
  minLength: 1,
  maxLength: 4,
});

Deno.test("frames are found whole and in order, however the bytes are cut", () => {
  const frames = fc.array(
    fc.tuple(fc.constantFrom(0x81, 0x01, 0x82, 0x80, 0x00), payload, fc.constantFrom(0, 2, 8)),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(frames, sizes, (frames, sizes) => {
      const bytes = frames.flatMap(([first, payload, wide]) => [frame(first, payload, wide)]);
      const all = new Uint8Array(bytes.reduce((sum, { length }) => sum + length, 0));
      bytes.reduce((at, part) => (all.set(part, at), at + part.length), 0);
      const found = read(new FrameReader(MAX_BYTES), all, sizes);
      assert.equal(found.length, frames.length);
      found.forEach(({ opcode, isLast, payload }, i) => {
        const [first, expected] = frames[i]!;
        assert.deepEqual([opcode, isLast], [first & 0x0F, first >= 0x80]);
        assert.ok(payload.every((byte, k) => byte === expected[k]));
        assert.equal(payload.length, expected.length);
      });
    }),
    { numRuns: 60 },
  );
});

Deno.test("whatever a server sends is frames or an error that names its code", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), sizes, (bytes, sizes) => {
    try {
      for (const { opcode } of read(new FrameReader(1000), bytes, sizes)) {
        assert.ok(Object.values<number>(OPCODE).includes(opcode));
      }
    } catch (error) {
      assert.ok(error instanceof ProtocolError, String(error));
      assert.ok([1002, 1009].includes(error.code));
    }
  }));
});

Deno.test("the room for a large frame is given back", () => {
  const reader = new FrameReader(MAX_BYTES);
  const usual = reader.space.length;
  read(reader, frame(0x81, new Uint8Array(MAX_BYTES)), [50_000]);
  assert.equal(reader.space.length, usual);
});
