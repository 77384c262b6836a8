import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import fc from "fast-check";
import type { Writable } from "node:stream";
import * as ws from "ws";
import { wireFrame } from "./wire_frame.ts";

/** Not in the types. */
const { Receiver } = ws as unknown as { Receiver: new (options: { isServer: true }) => Writable };

/** What a server makes of the bytes: ws's own parser, which is not ours. */
async function parsed(bytes: Uint8Array): Promise<string> {
  const receiver = new Receiver({ isServer: true });
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  receiver.on("message", (data: Uint8Array, isBinary: boolean) => {
    assert.equal(isBinary, false);
    resolve(new TextDecoder("utf-8", { ignoreBOM: true }).decode(data));
  });
  receiver.on("error", reject);
  // A copy: it takes the mask off in place.
  receiver.write(Buffer.from(bytes));
  return await promise;
}

Deno.test("wireFrame: a server reads the text, whichever of the three lengths it takes", async () => {
  for (const length of [0, 1, 125, 126, 1340, 65_535, 65_536, 100_000]) {
    const text = "é".repeat(length / 2) + "x".repeat(length % 2);
    assert.equal(await parsed(wireFrame(text)), text);
  }
  await fc.assert(fc.asyncProperty(fc.string({ unit: "binary" }), async (text) => {
    assert.equal(await parsed(wireFrame(text)), text.toWellFormed());
  }));
});

Deno.test("wireFrame makes a frame once, and masks each text with bytes of its own", () => {
  const text = "audio ".repeat(200);
  assert.equal(wireFrame(text), wireFrame(text));
  const masks = Array.from(
    { length: 50 },
    (_, i) => wireFrame(`frame ${i}`).subarray(2, 6).join(),
  );
  assert.ok(new Set(masks).size >= 49);
});
