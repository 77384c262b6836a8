/**
 * What the load generator costs: CPU and memory of 100 and 500 clients that send for ten seconds, beside
 * a bare loop in C that writes the same bytes to the same kind of sockets at the same pace. Each block
 * measures all arms, in an order drawn anew. Another checkout can be measured beside this one.
 *
 *     deno run -A bench/generator_cost.ts [--clients 100,500] [--blocks 3] [--seconds 10] [--beside DIR] [--seed 1]
 */
import { Buffer } from "node:buffer";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { encodeRoom } from "../src/client/speech.ts";
import { wireFrame } from "../src/client/wire_frame.ts";
import { percentile } from "../src/random/percentile.ts";
import { seeded } from "../src/random/random.ts";
import { compileC } from "./compile_c.ts";
import { print } from "./print.ts";
import { spawnProgram } from "./process.ts";
import { V8_FLAGS } from "./v8_flags.ts";

const { values } = parseArgs({
  options: {
    clients: { type: "string", default: "100,500" },
    blocks: { type: "string", default: "3" },
    seconds: { type: "string", default: "10" },
    beside: { type: "string" },
    seed: { type: "string", default: "1" },
  },
});
const FRAME_MS = 20;
const LIMIT = "bare C loop";
/** After so many blocks with clients that gave up, it is no use. */
const MOST_DISTURBED = 5;

interface Cost {
  readonly frames: number;
  readonly cpuS: number;
  readonly rssMb: number;
  /** Clients that did not last, on a machine that had no time for them: then the figures are no good. */
  readonly lost?: number;
}

const folder = await Deno.makeTempDir({ prefix: "ttfa-cost-" });
const program = await compileC("bare_wire.c", folder);
const frames = `${folder}/frames`;
const random = seeded(Number(values.seed), "order of arms");

async function output(command: string, ...args: string[]): Promise<string> {
  const { success, stdout } = await new Deno.Command(command, { args, stderr: "inherit" }).output();
  if (!success) throw new Error(`${command} ${args.join(" ")} failed`);
  return new TextDecoder().decode(stdout);
}

async function writeFrames(): Promise<void> {
  const room = encodeRoom(FRAME_MS, seeded(1, "room")).map(wireFrame);
  const size = Uint32Array.of(room[0]!.length);
  await Deno.writeFile(frames, Buffer.concat([new Uint8Array(size.buffer), ...room]));
}

const clientIn = (root: string) => async (port: string, clients: number): Promise<Cost> => {
  const script = `${root}/bench/generator_client.ts`;
  const run = ["run", "--quiet", V8_FLAGS, "--allow-all", script, `ws://127.0.0.1:${port}/`];
  return JSON.parse(await output(Deno.execPath(), ...run, `${clients}`, values.seconds));
};
const bare = async (port: string, clients: number): Promise<Cost> =>
  JSON.parse(await output(program, "send", port, `${clients}`, values.seconds, frames));

const here = fileURLToPath(new URL("..", import.meta.url));
const arms: Record<string, (port: string, clients: number) => Promise<Cost>> = {
  [LIMIT]: bare,
  "ttfa": clientIn(here),
  ...(values.beside !== undefined && { "beside": clientIn(values.beside) }),
};

function shuffled<T>(items: readonly T[]): T[] {
  return items.map((value) => ({ value, at: random() })).sort((a, b) => a.at - b.at)
    .map(({ value }) => value);
}

const median = (values: readonly number[]) => percentile(values, 0.5);

function printArm(clients: number, name: string, blocks: readonly Record<string, Cost>[]): void {
  const own = blocks.map((block) => block[name]!);
  const cpuS = own.map((cost) => cost.cpuS);
  const ratios = blocks.map((block) => block[name]!.cpuS / block[LIMIT]!.cpuS);
  const range = `${Math.min(...cpuS).toFixed(2)} … ${Math.max(...cpuS).toFixed(2)}`;
  print([
    String(clients).padEnd(8),
    name.padEnd(13),
    `${median(cpuS).toFixed(2)} (${range})`.padEnd(19),
    median(own.map((cost) => 1e6 * cost.cpuS / cost.frames)).toFixed(1).padStart(8),
    median(ratios).toFixed(2).padStart(8),
    median(own.map(({ rssMb }) => rssMb)).toFixed(0).padStart(8),
  ].join(" "));
}

await writeFrames();
await using sink = await spawnProgram(program, ["sink"]);
const { port } = new URL(sink.url);
print(`median of ${values.blocks} blocks of ${values.seconds} s, and their range`);
print("clients  arm           CPU s               µs/frame  times C   RSS MB");
for (const clients of values.clients.split(",").map(Number)) {
  const blocks: Record<string, Cost>[] = [];
  let disturbed = 0;
  while (blocks.length < Number(values.blocks) && disturbed < MOST_DISTURBED) {
    const block: Record<string, Cost> = {};
    for (const name of shuffled(Object.keys(arms))) {
      block[name] = await arms[name]!(port, clients);
    }
    if (Object.values(block).some(({ lost = 0 }) => lost > 0)) disturbed++;
    else blocks.push(block);
  }
  if (disturbed > 0) print(`${disturbed} blocks left out: the machine was too busy`);
  for (const name of blocks.length > 0 ? Object.keys(arms) : []) printArm(clients, name, blocks);
}
await Deno.remove(folder, { recursive: true });
