import assert from "node:assert/strict";
import root from "../deno.json" with { type: "json" };
import bridge from "../examples/deploy/bridge.json" with { type: "json" };
import { makeTicket } from "../src/bridge/fake_ticket.ts";
import { bundleBridge } from "./bridge_bundle.ts";
import { type BridgeProcess, startBridgeProcess } from "./bridge_process.ts";

const read = (path: string) => Deno.readTextFile(new URL(`../${path}`, import.meta.url));
/** Lines that end in a backslash go on. */
const joined = (text: string) => text.replaceAll(/ *\\\n */g, " ");

/**
 * What the container, the unit, the documentation and the task start, as arguments to deno; `folder` is where they may
 * write, `bundle` what the first two run.
 */
async function commandLines(folder: string, bundle: string): Promise<Record<string, string[]>> {
  const docker = /^CMD (\[.*\])$/m.exec(joined(await read("examples/deploy/Dockerfile")))![1]!;
  const unit = joined(await read("examples/deploy/ttfa-bridge.service"));
  const docs = joined(await read("docs/deploy.md"));
  const mock = ["--upstream", "mock", "--json"];
  return {
    container: JSON.parse(docker).map((arg: string) =>
      arg.replace(/^main.js$/, bundle).replace("=/data", `=${folder}`)
    ),
    unit: /^ExecStart=\S+ (.*)$/m.exec(unit)![1]!.replaceAll("=/var/lib/ttfa-bridge", `=${folder}`)
      .replace("dist/main.js", bundle).split(" "),
    source: [
      ..."run --unstable-kv --allow-read --allow-write".split(" "),
      .../^deno run (.*src.bridge.main.ts)$/m.exec(docs)![1]!.split(" "),
    ],
    task: [...root.tasks.relay.command.split(" ").slice(1), ...mock],
  };
}

Deno.test("what is deployed starts with its few packages, keeps usage in KV and ends cleanly", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const bundle = await bundleBridge(`${folder}/bundle`);
    for (const [name, args] of Object.entries(await commandLines(folder, bundle))) {
      const env = { OPENAI_API_KEY: "sk-any-key", BRIDGE_USAGE_KV: `${folder}/${name}.db` };
      await using process = await startBridgeProcess(env, args);
      assert.equal((await process.get("/usage")).store, "kv", `${name}: ${process.output}`);
      assert.equal((await process.get("/healthz")).version, root.version);
      if (name !== "task") await assertWhole(process);
      assert.equal((await process.stop()).code, 0, `${name}: ${process.output}`);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

/** What is loaded when it is asked for is there: the page, and what reads a ticket. */
async function assertWhole({ url }: BridgeProcess): Promise<void> {
  const base = url.replace("ws:", "http:");
  const page = await fetch(new URL("/", base));
  assert.match(await page.text(), /<html/);
  const admitted = await fetch(`${base}?ticket=${await makeTicket()}`);
  assert.deepEqual([admitted.status, (await admitted.text()).includes("WebSocket")], [400, true]);
}

Deno.test("the container and the unit run what the tests bundle", async () => {
  const files = [
    "examples/deploy/Dockerfile",
    "examples/deploy/ttfa-bridge.service",
    "docs/deploy.md",
  ];
  for (const path of files) {
    const text = joined((await read(path)).replaceAll("\n#", "\n")).replaceAll(
      "examples/deploy/",
      "",
    );
    const how = "--config bridge.json --lock bridge.lock --frozen --code-splitting --outdir";
    assert.match(
      text.replaceAll(/ +/g, " "),
      new RegExp(`deno bundle ${how} \\S+ src/bridge/main.ts`),
      path,
    );
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
