import assert from "node:assert/strict";
import { Vigil } from "./vigil.ts";

Deno.test("Vigil: silence counts from what was heard last, and from nobody's deafness", () => {
  const vigil = new Vigil(["a", "b"], 0);
  vigil.heard("a", 5000);
  vigil.heard("stranger", 5000);
  assert.deepEqual(["a", "b"].map((name) => vigil.isSilent(name, 9000, 5000)), [false, true]);
  vigil.deaf(9000);
  assert.deepEqual(["a", "b"].map((name) => vigil.isSilent(name, 13_999, 5000)), [false, false]);
  assert.deepEqual(["a", "b"].map((name) => vigil.isSilent(name, 14_000, 5000)), [true, true]);
});
