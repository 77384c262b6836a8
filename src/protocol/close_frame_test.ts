import assert from "node:assert/strict";
import fc from "fast-check";
import { closeToSend, cutReason } from "./close_frame.ts";

Deno.test("closeToSend carries legal codes and their reasons unchanged", () => {
  for (const code of [1000, 1001, 1008, 1011, 1013, 1014, 3000, 4000, 4999]) {
    assert.deepEqual(closeToSend("upstream", code, "why"), { code, reason: "why" });
  }
});

Deno.test("closeToSend turns codes that no frame may carry into 1000 or 1011", () => {
  assert.deepEqual(closeToSend("client", 1005, ""), { code: 1000, reason: "" });
  for (const code of [0, 999, 1004, 1006, 1015, 2999, 5000, NaN]) {
    const sent = closeToSend("client", code, "");
    assert.deepEqual(sent, { code: 1011, reason: "client connection lost" }, String(code));
  }
});

Deno.test("cutReason keeps whole characters within 123 bytes", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (reason) => {
    const cut = cutReason(reason);
    assert.ok(reason.startsWith(cut));
    assert.ok(new TextEncoder().encode(cut).length <= 123);
    const next = reason.slice(0, cut.length + 2);
    assert.ok(cut === reason || new TextEncoder().encode(next).length > 123);
  }));
});
