import assert from "node:assert/strict";
import { freePorts } from "./free_ports.ts";

/** A number in NATS's eyes, unless it is quoted as the files say. */
const TOKEN = "1e5";
const PASSWORD = "a-password-for-tests";

/** The examples with ports of this machine in place of theirs, and results in `folder`. */
async function configs(folder: string) {
  const [hub, leaf, bridge, http] = freePorts(4) as [number, number, number, number];
  for (const [name, port] of [["hub", hub], ["leaf", leaf]] as const) {
    const url = new URL(`../examples/fleet/${name}.conf`, import.meta.url);
    const text = (await Deno.readTextFile(url))
      .replace("0.0.0.0:4222", `127.0.0.1:${port}`)
      .replace("0.0.0.0:7422", `127.0.0.1:${bridge}`)
      .replace("127.0.0.1:8222", `127.0.0.1:${http}`)
      .replace("/var/lib/nats", folder);
    await Deno.writeTextFile(`${folder}/${name}.conf`, text);
  }
  const env = {
    AGENT_TOKEN: `"${TOKEN}"`,
    LEAF_PASSWORD: `"${PASSWORD}"`,
    HUB: `"nats-leaf://leaf:${PASSWORD}@127.0.0.1:${bridge}"`,
  };
  return { hub, leaf, env };
}

async function isInstalled(): Promise<boolean> {
  try {
    return (await new Deno.Command("nats-server", { args: ["--version"] }).output()).success;
  } catch {
    const notice = "leaf_nodes_test: skipped, no nats-server found\n";
    await Deno.stderr.write(new TextEncoder().encode(notice));
    return false;
  }
}

function start(config: string, env: Record<string, string>) {
  const process = new Deno.Command("nats-server", {
    args: ["--config", config],
    env,
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  return {
    [Symbol.asyncDispose]: async () => {
      process.kill("SIGTERM");
      await process.status;
    },
  };
}

/** What JetStream says of itself to a client of this server; waits for both to find each other. */
async function streamsAt(port: number): Promise<string> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const answer = await ask(port).catch(() => "");
    if (answer.includes("account_info_response")) return answer;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("JetStream does not answer within ten seconds");
}

async function ask(port: number): Promise<string> {
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const deadline = setTimeout(() => connection.close(), 500);
  const hello = `CONNECT {"auth_token":"${TOKEN}","verbose":false}\r\nSUB answer 1\r\n`;
  await connection.write(new TextEncoder().encode(`${hello}PUB $JS.API.INFO answer 0\r\n\r\n`));
  let answer = "";
  const buffer = new Uint8Array(16_384);
  try {
    while (!answer.includes("MSG answer")) {
      const count = await connection.read(buffer);
      if (count === null) break;
      answer += new TextDecoder().decode(buffer.subarray(0, count));
    }
  } finally {
    clearTimeout(deadline);
  }
  return answer;
}

Deno.test({
  name: "a region's server passes on to the hub what agents ask of JetStream",
  ignore: !await isInstalled(),
  fn: async () => {
    const folder = await Deno.makeTempDir();
    const { hub, leaf, env } = await configs(folder);
    try {
      await using _hub = start(`${folder}/hub.conf`, env);
      await using _leaf = start(`${folder}/leaf.conf`, env);
      assert.match(await streamsAt(hub), /"domain":"hub"/);
      assert.match(await streamsAt(leaf), /"domain":"hub"/);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
