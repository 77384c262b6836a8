import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { systemClock } from "../time/system_clock.ts";
import { VirtualClock } from "../time/virtual_clock.ts";
import { oneLine, readRefusal } from "./refusal.ts";

function read(text: string): Promise<string | undefined> {
  const body = new PassThrough();
  body.end(text);
  return readRefusal(body, systemClock);
}

Deno.test("a refusal's first line is read, the service's message, and nothing of a page", async () => {
  assert.equal(await read("a ticket is needed\nmore\n"), "a ticket is needed");
  assert.equal(await read('{\n "error": {"message": "Incorrect\\nkey"}}'), "Incorrect");
  assert.equal(await read('{"detail":"no"}'), '{"detail":"no"}');
  assert.equal(await read("<!doctype html><p>no"), undefined);
  assert.equal(await read(""), undefined);
});

Deno.test("what cannot be printed is left out, and no line is longer than 200", async () => {
  assert.equal(oneLine("\x1b[2Jgone\x07 \u202eback"), "[2Jgone   back");
  assert.equal((await read("x".repeat(10_000)))!.length, 200);
});

Deno.test("a body that never ends is not waited for", async () => {
  const clock = new VirtualClock();
  const body = new PassThrough();
  body.write("come again");
  const said = readRefusal(body, clock);
  await clock.advance(1_000);
  assert.equal(await said, "come again");
  body.destroy();
});
