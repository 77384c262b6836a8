import assert from "node:assert/strict";
import fc from "fast-check";
import { decodeUtf8 } from "./utf8.ts";

const encode = (text: string) => new TextEncoder().encode(text);

Deno.test("decodeUtf8 gives back each text, with its marks and replacement characters", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("\uFEFFx", "\uFFFD", "x\uFFFD\uFEFF"),
  );
  fc.assert(fc.property(text, (text) => {
    const valid = text.toWellFormed();
    assert.equal(decodeUtf8(encode(valid)), valid);
  }));
});

Deno.test("decodeUtf8 refuses what the strict decoder refuses", () => {
  const bytes = fc.oneof(fc.uint8Array({ maxLength: 6 }), fc.uint8Array({ min: 0x80 }));
  const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  fc.assert(fc.property(bytes, (bytes) => {
    const copy = new Uint8Array(bytes);
    let expected: string | undefined;
    try {
      expected = strict.decode(copy);
    } catch {
      assert.throws(() => decodeUtf8(copy), { code: 1007 });
      return;
    }
    assert.equal(decodeUtf8(copy), expected);
  }));
});
