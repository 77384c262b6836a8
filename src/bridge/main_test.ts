import assert from "node:assert/strict";
import { once } from "node:events";
// @ts-types="@types/ws"
import { WebSocket } from "ws";

function spawn(env: Record<string, string>): Deno.ChildProcess {
  const main = import.meta.resolve("./main.ts");
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-check", "--no-prompt", "--allow-net", "--allow-env", main],
    env: { PORT: "0", ...env },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

Deno.test("main says in one line when it accepts connections, and ends with 0 on a signal", async () => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    const process = spawn({ UPSTREAM_URL: "ws://127.0.0.1:1" });
    const reader = process.stdout.pipeThrough(new TextDecoderStream()).getReader();
    const { value } = await reader.read();
    const { ready, url } = JSON.parse(value!);
    assert.equal(ready, true);
    const response = await fetch(url.replace("ws:", "http:"));
    assert.equal(response.status, 400);
    await response.text();
    // Without permission to read files.
    const page = await fetch(new URL("/", url.replace("ws:", "http:")));
    assert.match(await page.text(), /<title>/);
    process.kill(signal);
    assert.deepEqual(await reader.read(), { done: true, value: undefined });
    assert.match(
      await new Response(process.stderr).text(),
      /^open to callers on this machine.*\n$/,
    );
    assert.equal((await process.status).code, 0);
  }
});

Deno.test("main ends on a signal though neither the client nor the upstream answers any more", async () => {
  // Takes connections and says nothing, so that the dial is under way for ever.
  using upstream = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = upstream.addr as Deno.NetAddr;
  await using process = spawn({ UPSTREAM_URL: `ws://127.0.0.1:${port}` });
  const reader = process.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const { url } = JSON.parse((await reader.read()).value!);
  const client = new WebSocket(url, { perMessageDeflate: false });
  await once(client, "open");
  using _dialled = await upstream.accept();
  client.pause();
  process.kill("SIGTERM");
  // Who waits longer than the platform's 5 s is killed by it.
  const killer = setTimeout(() => process.kill("SIGKILL"), 5_000);
  const { code, signal } = await process.status;
  clearTimeout(killer);
  client.terminate();
  assert.deepEqual([code, signal], [0, null]);
  await Promise.all([reader.cancel(), process.stderr.cancel()]);
});

Deno.test("main ends with 2 and names what is wrong, but not the key", async () => {
  const process = spawn({ OPENAI_API_KEY: "sk secret", UPSTREAM_AUTH: "none" });
  const { code, stdout, stderr } = await process.output();
  const message = new TextDecoder().decode(stderr);
  assert.equal(code, 2);
  assert.equal(stdout.length, 0);
  assert.match(message, /^UPSTREAM_AUTH: .*\nOPENAI_API_KEY: /);
  assert.equal(message.includes("secret"), false);
});

Deno.test("main writes the key nowhere, though sessions fail", async () => {
  const upstream = { OPENAI_API_KEY: "sk-secret", UPSTREAM_URL: "ws://127.0.0.1:1" };
  const env = { ...upstream, BRIDGE_CLIENT_SECRETS: "1" };
  const process = spawn({ ...env, BRIDGE_OPEN_ACCESS: "1", BRIDGE_USAGE_KV: "/nowhere/kv" });
  const stderr = new Response(process.stderr).text();
  const [first, rest] = process.stdout.tee();
  const stdout = new Response(rest).text();
  const { value } = await first.pipeThrough(new TextDecoderStream()).getReader().read();
  const url = JSON.parse(value!).url.replace("ws:", "http:");
  const response = await fetch(new URL("/session", url), { method: "POST" });
  assert.equal(response.status, 502);
  const answer = await response.text();
  process.kill("SIGTERM");
  assert.equal((await process.status).code, 0);
  const all = [answer, await stdout, await stderr].join("");
  assert.match(all, /WARNING: open access[^]*usage is kept in memory/);
  assert.equal(all.includes("sk-secret"), false);
});

Deno.test("main ends with 2 where a limit counts on a database that cannot be opened", async () => {
  const process = spawn({
    UPSTREAM_URL: "ws://127.0.0.1:1",
    BRIDGE_TICKET_SECRET: "s".repeat(32),
    BRIDGE_USAGE_KV: "/nowhere/kv",
    BRIDGE_MAX_MINUTES_PER_USER_DAY: "10",
  });
  const { code, stdout, stderr } = await process.output();
  assert.deepEqual([code, stdout.length], [2, 0]);
  assert.match(new TextDecoder().decode(stderr), /^BRIDGE_USAGE_KV: cannot be opened, .*\n$/);
});

Deno.test("main ends with 2 when a variable is misspelt", async () => {
  const env = { UPSTREAM_URL: "ws://127.0.0.1:1", BRIDGE_VOCE: "marin" };
  const { code, stderr } = await spawn(env).output();
  assert.equal(code, 2);
  const message = "BRIDGE_VOCE: is not known; did you mean BRIDGE_VOICE?\n";
  assert.equal(new TextDecoder().decode(stderr), message);
});
