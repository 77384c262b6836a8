import assert from "node:assert/strict";
import { UsageError } from "../config/problem.ts";
import { mockCommand } from "./mock.ts";

/** What is wrong with these arguments, one line each. */
async function problemsOf(...args: string[]): Promise<string[]> {
  const error = await mockCommand().parseAsync(args, { from: "user" }).catch((error) => error);
  assert.ok(error instanceof UsageError, String(error));
  return error.message.split("\n");
}

Deno.test("all bad flags are named at once", async () => {
  const problems = await problemsOf(
    "--think",
    "fast",
    "--port",
    "99999",
    "--api-key",
    "",
    "--tsl",
    "--session-limit",
    "0",
  );
  const fields = problems.map((problem) => problem.split(":")[0]);
  assert.deepEqual(fields, ["--tsl", "--port", "--think", "--api-key", "--session-limit"]);
});

Deno.test("what is wrong with a script is named with the flags", async () => {
  const script = await Deno.makeTempFile({ suffix: ".yaml" });
  try {
    await Deno.writeTextFile(script, "rules:\n  - say: 5\n  - think: fast\n");
    const problems = await problemsOf("--pace", "slow", "--script", script);
    assert.deepEqual(problems.map((problem) => problem.replace(script, "s").split(": ")[0]), [
      "--pace",
      "--script s:2 rule 1 say",
      "--script s:3 rule 2 think",
    ]);
  } finally {
    await Deno.remove(script);
  }
});

Deno.test("a port in use and a foreign address are the user's to change", async () => {
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const [inUse] = await problemsOf("--port", String(taken.addr.port));
  assert.match(inUse!, /^--port: \d+ on 127\.0\.0\.1 is in use; choose another, or 0/);
  const [foreign] = await problemsOf("--host", "192.0.2.1", "--port", "0");
  assert.match(foreign!, /^--host: cannot listen on 192\.0\.2\.1:0/);
});

Deno.test("equipment that cannot be had is named at once, before anything listens", async () => {
  const folder = await Deno.makeTempDir();
  const [truth, replay] = [`${folder}/truth`, `${folder}/cassette`];
  await Deno.writeTextFile(truth, "precious\n");
  await Deno.writeTextFile(replay, '{"cassette":9}\n');
  const wishes = ["--port", "0", "--truth", truth, "--replay", replay];
  assert.deepEqual(await problemsOf(...wishes), [
    `--truth: ${truth} exists; name another file`,
    `--replay: ${replay} cannot be played: it is a cassette of version 9, and this program plays ` +
    "version 1; give a file that --record has written",
  ]);
  const both = await problemsOf(
    "--record",
    "ws://127.0.0.1:1/v1/realtime",
    ...wishes,
    "--cassette",
    truth,
  );
  assert.match(both[0]!, /^--replay: cannot be combined with --record; /);
  assert.match(both[2]!, /^--cassette: .* exists; /);
  assert.match(
    (await problemsOf("--record", "ws://127.0.0.1/voice"))[0]!,
    /is no Realtime service/,
  );
  assert.deepEqual(
    await problemsOf("--record", "foo", "--replay", "/nowhere", "--cassette", `${folder}/new`),
    ["--record: is no Realtime service; give openai or wss://…/v1/realtime"],
  );
  assert.deepEqual(await problemsOf("--replay", "/nowhere"), [
    "--replay: cannot read /nowhere (No such file or directory); give a file that --record has written",
  ]);
  assert.equal(await Deno.readTextFile(truth), "precious\n");
  await Deno.remove(folder, { recursive: true });
});

Deno.test("a flag that would have no effect beside the others is named", async () => {
  const strayed = async (...args: string[]) =>
    (await problemsOf(...args)).map((problem) => problem.split(";")[0]);
  assert.deepEqual(await strayed("--cassette", "a", "--record-audio"), [
    "--cassette: has no meaning without --record",
    "--record-audio: has no meaning without --record",
  ]);
  const own = ["--think", "5", "--pace", "burst", "--session-limit", "5", "--fault", "fail:x"];
  for (const [flag, value] of [["--record", "ws://127.0.0.1:1/v1/realtime"], ["--replay", "x"]]) {
    const problems = await strayed(flag!, value!, "--script", "none.yaml", ...own);
    assert.deepEqual(problems.slice(0, 5), [
      ...["--think", "--pace", "--script", "--session-limit"].map((field) =>
        `${field}: has no meaning beside ${flag}, whose sessions are not the mock's own`
      ),
      "--fault: 'fail:x' changes what the session does, and a recording or a replay only what it sends",
    ]);
  }
});

const RUN = `import { mockCommand } from "${import.meta.resolve("./mock.ts")}";
await mockCommand().parseAsync(Deno.args, { from: "user" });`;

/** The first line that the command prints, and how it ends after the signal. */
async function runUntil(signal: Deno.Signal, ...args: string[]): Promise<[string, number]> {
  await using child = new Deno.Command(Deno.execPath(), {
    args: ["eval", RUN, "--", ...args],
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const { value: line = "" } = await reader.read();
  child.kill(signal);
  await reader.cancel();
  const { code } = await child.status;
  return [line, code];
}

Deno.test("one line says where it listens; a signal ends it with 0", async () => {
  const [human, code] = await runUntil("SIGINT", "--port", "0");
  assert.match(human, /^ttfa mock listening on ws:\/\/127\.0\.0\.1:\d+\/v1\/realtime\n$/);
  assert.equal(code, 0);
  const [json, jsonCode] = await runUntil("SIGTERM", "--port", "0", "--json");
  const { ready, url } = JSON.parse(json);
  assert.equal(ready, true);
  assert.match(url, /^ws:\/\/127\.0\.0\.1:\d+\/v1\/realtime$/);
  assert.equal(jsonCode, 0);
});
