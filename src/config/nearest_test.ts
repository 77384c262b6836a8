import assert from "node:assert/strict";
import { nearest } from "./nearest.ts";

Deno.test("the nearest name is at most two edits away, and shares a letter at least", () => {
  assert.equal(nearest("stal", ["cut", "stall", "fail"]), "stall");
  assert.equal(nearest("--treshold", ["--think", "--threshold"]), "--threshold");
  assert.equal(nearest("sya", ["say", "when"]), "say");
  assert.equal(nearest("teapot", ["cut", "stall"]), undefined);
  assert.equal(nearest("xy", ["p"]), undefined);
});
