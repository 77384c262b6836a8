import assert from "node:assert/strict";
import fc from "fast-check";
import { mask, Space } from "./mask.ts";

Deno.test("mask does as RFC 6455 §5.3 says, wherever the payload lies, and touches nothing else", () => {
  const bytes = fc.uint8Array({ minLength: 4, maxLength: 60 });
  fc.assert(fc.property(bytes, fc.nat(9), fc.nat(9), (bytes, before, behind) => {
    const space = new Space(before + bytes.length + behind);
    space.bytes.fill(0xAA).set(bytes, before);
    const start = before + 4;
    const end = before + bytes.length;
    const expected = space.bytes.map((byte, i) =>
      i < start || i >= end ? byte : byte ^ bytes[(i - start) % 4]!
    );
    mask(space, start, end);
    assert.deepEqual(space.bytes, expected);
  }));
});
