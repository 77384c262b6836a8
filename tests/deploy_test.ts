import assert from "node:assert/strict";
import root from "../deno.json" with { type: "json" };
import bridge from "../examples/deploy/bridge.json" with { type: "json" };
import { startBridgeProcess } from "./bridge_process.ts";

const read = (path: string) => Deno.readTextFile(new URL(`../${path}`, import.meta.url));
/** Lines that end in a backslash go on. */
const joined = (text: string) => text.replaceAll(/ *\\\n */g, " ");

/** What the container, the unit and the task start, as arguments to deno; `folder` is where they may write. */
async function commandLines(folder: string): Promise<Record<string, string[]>> {
  const docker = /^CMD (\[.*\])$/m.exec(joined(await read("examples/deploy/Dockerfile")))![1]!;
  const unit = joined(await read("examples/deploy/ttfa-bridge.service"));
  const mock = ["--upstream", "mock", "--json"];
  return {
    container: JSON.parse(docker).map((arg: string) =>
      arg.replace(/^bridge\./, "examples/deploy/bridge.").replace("=/data", `=${folder}`)
    ),
    unit: /^ExecStart=\S+ (.*)$/m.exec(unit)![1]!.replaceAll("=/var/lib/ttfa-bridge", `=${folder}`)
      .split(" "),
    task: [...root.tasks.relay.command.split(" ").slice(1), ...mock],
  };
}

Deno.test("what is deployed starts with its few packages, keeps usage in KV and ends cleanly", async () => {
  const folder = await Deno.makeTempDir();
  try {
    for (const [name, args] of Object.entries(await commandLines(folder))) {
      const env = { OPENAI_API_KEY: "sk-any", BRIDGE_USAGE_KV: `${folder}/${name}.db` };
      await using process = await startBridgeProcess(env, args);
      assert.equal((await process.get("/usage")).store, "kv", `${name}: ${process.output}`);
      assert.equal((await process.get("/healthz")).version, root.version);
      assert.equal((await process.stop()).code, 0, `${name}: ${process.output}`);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("the packages of a deployed bridge are those that the tests have seen", async () => {
  const tested: Record<string, string> = root.imports;
  for (const [name, version] of Object.entries(bridge.imports)) {
    assert.equal(version, tested[name]);
  }
  const [whole, own] = await Promise.all(
    ["deno.lock", "examples/deploy/bridge.lock"].map(async (path) => JSON.parse(await read(path))),
  );
  for (const [name, entry] of Object.entries(own.npm)) assert.deepEqual(entry, whole.npm[name]);
});
