import assert from "node:assert/strict";
import { LineWriter } from "./line_writer.ts";

Deno.test("lines are in the file in order; what comes after the end is counted as lost", async () => {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/lines`;
  const writer = await LineWriter.create(path);
  for (let i = 0; i < 1000; i++) writer.add(`line ${i} é`);
  assert.equal(await writer.close(), 0);
  writer.add("late");
  assert.equal(await writer.close(), 1);
  const lines = (await Deno.readTextFile(path)).split("\n");
  assert.deepEqual([lines.length, lines[999], lines[1000]], [1001, "line 999 é", ""]);
  await assert.rejects(LineWriter.create(path), Deno.errors.AlreadyExists);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("lines reach the file while the writer is open", async () => {
  const folder = await Deno.makeTempDir();
  const writer = await LineWriter.create(`${folder}/lines`);
  writer.add("first");
  while (await Deno.readTextFile(`${folder}/lines`) !== "first\n") {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await writer.close();
  await Deno.remove(folder, { recursive: true });
});

Deno.test("what does not fit into memory is lost and counted, not kept", async () => {
  const folder = await Deno.makeTempDir();
  const writer = await LineWriter.create(`${folder}/lines`);
  const line = "x".repeat(2 ** 20);
  for (let i = 0; i < 20; i++) writer.add(line);
  assert.equal(await writer.close(), 3);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("a file that nothing was added to does not stay", async () => {
  const folder = await Deno.makeTempDir();
  const writer = await LineWriter.create(`${folder}/lines`);
  assert.equal(await writer.close(), 0);
  await assert.rejects(Deno.stat(`${folder}/lines`), Deno.errors.NotFound);
  await Deno.remove(folder, { recursive: true });
});
