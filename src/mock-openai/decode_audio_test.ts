import assert from "node:assert/strict";
import fc from "fast-check";
import { decodeAudio } from "./decode_audio.ts";

Deno.test("short and long texts give their bytes", () => {
  for (const length of [0, 1, 960, 47_999, 48_000, 48_001, 200_000]) {
    const bytes = Uint8Array.from({ length }, (_, i) => i % 251);
    assert.deepEqual(decodeAudio(bytes.toBase64()), bytes);
  }
});

Deno.test("takes and refuses what Uint8Array.fromBase64 takes and refuses", () => {
  const texts = fc.oneof(
    fc.base64String(),
    fc.string(),
    fc.constantFrom("A", "AA", "AA=", "AA==", "A A A A", "A===", "AAAA====", "_-_-"),
  );
  fc.assert(fc.property(texts, (text) => {
    let expected: Uint8Array | undefined;
    try {
      expected = Uint8Array.fromBase64(text);
    } catch {
      expected = undefined;
    }
    assert.deepEqual(decodeAudio(text), expected);
  }));
});
