import assert from "node:assert/strict";
import { systemReason } from "./system_reason.ts";

Deno.test("the reason alone is left of what the runtime says", async () => {
  const error = await Deno.readTextFile("/nowhere/at/all").catch((error) => error);
  assert.match(error.message, /os error/);
  assert.equal(systemReason(error), "No such file or directory");
  assert.equal(systemReason(new Error("Disk on fire")), "Disk on fire");
});
