import assert from "node:assert/strict";
import fc from "fast-check";
import { FrameWriter } from "./frame_writer.ts";
import { OPCODE } from "./opcode.ts";

interface Sent {
  readonly first: number;
  readonly lengthCode: number;
  readonly key: readonly number[];
  readonly text: string;
}

/** Takes frames apart as a server does. */
function parse(bytes: Uint8Array<ArrayBuffer>): Sent[] {
  const frames: Sent[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at < bytes.length;) {
    const [first, second] = [bytes[at]!, bytes[at + 1]!];
    assert.equal(second & 0x80, 0x80, "masked");
    const lengthCode = second & 0x7F;
    const wide = lengthCode === 127 ? 8 : lengthCode === 126 ? 2 : 0;
    const length = wide === 8
      ? Number(view.getBigUint64(at + 2))
      : wide === 2
      ? view.getUint16(at + 2)
      : lengthCode;
    const start = at + 2 + wide + 4;
    const key = bytes.slice(start - 4, start);
    const payload = bytes.slice(start, start + length).map((byte, i) => byte ^ key[i % 4]!);
    frames.push({ first, lengthCode, key: [...key], text: new TextDecoder().decode(payload) });
    at = start + length;
  }
  return frames;
}

const EDGES = [0, 1, 41, 42, 125, 126, 5_461, 16_384, 65_535, 65_536];
const text = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.constantFrom(...EDGES).map((length) => "a".repeat(length)),
  fc.constantFrom(...EDGES).map((length) => "ü€".repeat(length / 2)),
);

Deno.test("texts stand behind each other, each with the shortest length there is", () => {
  const writer = new FrameWriter();
  fc.assert(fc.property(fc.array(text, { maxLength: 6 }), (texts) => {
    for (const text of texts) writer.text(text);
    const waiting = writer.length;
    const taken = writer.take();
    assert.deepEqual([taken.length, writer.length], [waiting, 0]);
    const frames = parse(taken);
    assert.deepEqual(frames.map(({ text }) => text), texts);
    for (const { first, lengthCode, text } of frames) {
      const bytes = new TextEncoder().encode(text).length;
      assert.equal(first, 0x80 | OPCODE.text);
      assert.equal(lengthCode, bytes < 126 ? bytes : bytes < 65_536 ? 126 : 127);
    }
  }));
});

Deno.test("what was taken stays as it is while the next is put in, small or large", () => {
  const writer = new FrameWriter();
  for (const size of [10, 100_000, 10]) {
    writer.text("1".repeat(size));
    const taken = writer.take();
    writer.text("2".repeat(200_000));
    writer.control(OPCODE.pong, new Uint8Array([65]));
    assert.deepEqual(parse(taken).map(({ text }) => text), ["1".repeat(size)]);
    const next = parse(writer.take());
    assert.deepEqual(next.map(({ first, text }) => [first, text.length]), [
      [0x81, 200_000],
      [0x8A, 1],
    ]);
  }
});

Deno.test("each frame has a mask of its own that cannot be foretold", () => {
  const keys = [new FrameWriter(), new FrameWriter()].flatMap((writer) => {
    for (let i = 0; i < 5_000; i++) writer.text("");
    return parse(writer.take()).map(({ key }) => key);
  });
  // Of 10,000 random words hardly one comes twice.
  assert.ok(new Set(keys.map(String)).size > 9_980);
  const bytes = keys.flat();
  const mean = bytes.reduce((sum, byte) => sum + byte, 0) / bytes.length;
  assert.ok(Math.abs(mean - 127.5) < 4, String(mean));
});
