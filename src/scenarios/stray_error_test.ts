import assert from "node:assert/strict";
import { strayError } from "./stray_error.ts";

Deno.test("a failure that nobody waited for is told with its place, where it has one", () => {
  const path = "my/own.ts";
  const error = new Error("boom");
  error.stack = `Error: boom\n    at run (file://${Deno.cwd()}/my/own.ts:8:49)`;
  const text = "the scenario failed in a promise that it does not await: boom";
  assert.equal(strayError(path, error), `${text} (my/own.ts:8:49)`);
  assert.equal(strayError(path, "boom"), `${text} (my/own.ts)`);
});
