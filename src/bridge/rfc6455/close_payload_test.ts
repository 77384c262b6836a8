import assert from "node:assert/strict";
import { closePayload, readClose } from "./close_payload.ts";

Deno.test("a close is read as it was written", () => {
  for (const [code, reason] of [[1000, ""], [1013, "später"], [4999, "a".repeat(123)]] as const) {
    assert.deepEqual(readClose(new Uint8Array(closePayload(code, reason))), [code, reason]);
  }
  assert.deepEqual(readClose(new Uint8Array()), [1005, ""]);
});

Deno.test("codes that no peer may send are refused, as are half ones", () => {
  for (const code of [0, 999, 1004, 1005, 1006, 1015, 2999, 5000, 65_535]) {
    assert.throws(() => readClose(new Uint8Array(closePayload(code, ""))), { code: 1002 });
  }
  assert.throws(() => readClose(new Uint8Array([3])), { code: 1002 });
});
