import assert from "node:assert/strict";
import { loadsInTime } from "./trial_load.ts";

async function written(text: string): Promise<string> {
  const path = await Deno.makeTempFile({ suffix: ".ts" });
  await Deno.writeTextFile(path, text);
  return path;
}

Deno.test("loadsInTime: a module that loads, and one that throws or is none, are in time", async () => {
  for (const text of ["export default 1;", "throw new Error('no');", "export default {"]) {
    assert.equal(await loadsInTime(await written(text), 60_000), true, text);
  }
  assert.equal(await loadsInTime("/no/such/file.ts", 60_000), true);
});

Deno.test("loadsInTime: one that never ends loading is not, and its thread is stopped", async () => {
  for (const text of ["for (;;);", "await new Promise(() => {});"]) {
    assert.equal(await loadsInTime(await written(text), 500), false, text);
  }
});
