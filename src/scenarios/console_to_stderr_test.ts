import assert from "node:assert/strict";

const PRINTS = `
import { consoleToStderr } from "${import.meta.resolve("./console_to_stderr.ts")}";
consoleToStderr();
for (const name of ["log", "info", "debug", "dir", "warn", "error"]) console[name](name);
console.table([{ a: 1 }]);
console.group("group");
console.count("count");
console.time("time");
console.timeEnd("time");
`;

Deno.test("nothing that a scenario prints goes to stdout", async () => {
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", PRINTS],
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  assert.equal(text(stdout), "");
  for (const word of ["log", "info", "debug", "dir", "warn", "error", "group", "count", "time"]) {
    assert.match(text(stderr), new RegExp(word));
  }
});
