import assert from "node:assert/strict";
import fc from "fast-check";
import { isLongerThan, utf8Length } from "./utf8_length.ts";

const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.array(fc.nat(0xFFFF)).map((units) => String.fromCharCode(...units)),
);

Deno.test("utf8Length is what an encoder writes, and isLongerThan is exact", () => {
  fc.assert(fc.property(anyText, fc.nat(40), (text, limit) => {
    const { length } = new TextEncoder().encode(text);
    assert.equal(utf8Length(text), length);
    assert.equal(isLongerThan(text, limit), length > limit);
  }));
});
