import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { sha1 } from "./sha1.ts";

Deno.test("sha1 is the SHA-1 of others, also at the edges of blocks", () => {
  const bytes = fc.uint8Array({ maxLength: 200 });
  fc.assert(fc.property(bytes, (input) => {
    assert.deepEqual([...sha1(input)], [...createHash("sha1").update(input).digest()]);
  }));
  for (const length of [0, 55, 56, 63, 64, 119, 120]) {
    const input = new Uint8Array(length).fill(97);
    assert.deepEqual([...sha1(input)], [...createHash("sha1").update(input).digest()]);
  }
});
