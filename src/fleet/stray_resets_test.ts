import assert from "node:assert/strict";
import { ignoreStrayResets } from "./stray_resets.ts";

/** Whether an error that nobody caught would end the process. */
function ends(error: Error): boolean {
  return globalThis.dispatchEvent(new ErrorEvent("error", { error, cancelable: true }));
}

Deno.test("ignoreStrayResets: a reset ends nothing, any other error does, and only for its time", () => {
  const reset = Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
  {
    using _ = ignoreStrayResets();
    assert.equal(ends(reset), false);
    assert.equal(ends(new Error("another")), true);
  }
  assert.equal(ends(reset), true);
});
