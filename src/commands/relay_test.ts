import assert from "node:assert/strict";
import { once } from "node:events";
// @ts-types="@types/ws"
import { WebSocket } from "ws";
import { UsageError } from "../config/problem.ts";
import { relayCommand } from "./relay.ts";

function relay(...args: string[]): Promise<unknown> {
  return relayCommand().parseAsync(args, { from: "user" });
}

Deno.test("relay names every wrong flag at once, and starts nothing", async () => {
  const args = ["--port", "80a", "--upstream", "http://x", "--region", "eu west", "--prot", "1"];
  await assert.rejects(relay(...args), (error: UsageError) => {
    assert.ok(error instanceof UsageError);
    const fields = error.problems.map(({ field }) => field).sort();
    assert.deepEqual(fields, ["--port", "--prot", "--region", "--upstream"]);
    return true;
  });
});

Deno.test("relay names the flags that were given, not the variables that they stand for", async () => {
  const args = ["--upstream", "ws://h", "--allow-origin", "https://a.example", "--open-access"];
  await assert.rejects(relay(...args), {
    name: "UsageError",
    message: "--open-access: contradicts --allow-origin; set one of them",
  });
});

Deno.test("relay says which flag to change when the port is taken", async () => {
  const taken = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const args = ["--port", String(taken.addr.port), "--upstream", "ws://127.0.0.1:1"];
  await assert.rejects(relay(...args), { name: "UsageError", message: /^--port: cannot listen/ });
  taken.close();
});

Deno.test("relay runs before the mock without a key, and ends with 0 on SIGTERM", async () => {
  const code = `
    import { relayCommand } from "${import.meta.resolve("./relay.ts")}";
    const flags = ["--upstream", "mock", "--port", "0", "--region", "lab", "--json"];
    await relayCommand().parseAsync(flags, { from: "user" });`;
  const process = new Deno.Command(Deno.execPath(), {
    args: ["eval", "--no-check", code],
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const reader = process.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const { value } = await reader.read();
  const { ready, url } = JSON.parse(value!);
  assert.equal(ready, true);

  const client = new WebSocket(url, { perMessageDeflate: false });
  const [[response], [first]] = await Promise.all([
    once(client, "upgrade"),
    once(client, "message"),
  ]);
  assert.equal(response.headers["x-bridge-region"], "lab");
  assert.equal(JSON.parse(first.toString()).type, "session.created");

  const closed = once(client, "close");
  process.kill("SIGTERM");
  assert.equal((await closed)[0], 1001);
  assert.deepEqual(await reader.read(), { done: true, value: undefined });
  assert.equal((await process.status).code, 0);
});
