/**
 * What the load generator costs: CPU and memory of 100 and 500 clients that send for ten seconds, beside
 * a bare loop in C that writes the same bytes to the same kind of sockets at the same pace. Each block
 * measures all arms, in an order drawn anew. Another checkout can be measured beside this one.
 *
 *     deno run -A bench/generator_cost.ts [--blocks 3] [--seconds 10] [--beside DIR] [--seed 1]
 */
import { Buffer } from "node:buffer";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { encodeRoom } from "../src/client/speech.ts";
import { seeded } from "../src/random/random.ts";
import { print } from "./print.ts";
import { percentile } from "./process.ts";

const { values } = parseArgs({
  options: {
    blocks: { type: "string", default: "3" },
    seconds: { type: "string", default: "10" },
    beside: { type: "string" },
    seed: { type: "string", default: "1" },
  },
});
const CLIENTS = [100, 500];
const FRAME_MS = 20;

interface Cost {
  readonly frames: number;
  readonly cpuS: number;
  readonly rssMb: number;
}

const folder = await Deno.makeTempDir({ prefix: "ttfa-cost-" });
const program = `${folder}/bare_wire`;
const frames = `${folder}/frames`;
const random = seeded(Number(values.seed), "order of arms");

async function output(command: string, ...args: string[]): Promise<string> {
  const { success, stdout } = await new Deno.Command(command, { args, stderr: "inherit" }).output();
  if (!success) throw new Error(`${command} ${args.join(" ")} failed`);
  return new TextDecoder().decode(stdout);
}

/** As a client of RFC 6455 frames it: final, text, masked, 16 bits of length. */
function masked(text: string, mask: Uint8Array): Uint8Array {
  const payload = Buffer.from(text);
  const frame = Buffer.alloc(8 + payload.length);
  frame[0] = 0x81;
  frame[1] = 0x80 | 126;
  frame.writeUInt16BE(payload.length, 2);
  frame.set(mask, 4);
  payload.forEach((byte, i) => frame[8 + i] = byte ^ mask[i % 4]!);
  return frame;
}

async function writeFrames(): Promise<void> {
  const room = encodeRoom(FRAME_MS, seeded(1, "room"))
    .map((text) => masked(text, crypto.getRandomValues(new Uint8Array(4))));
  const size = Uint32Array.of(room[0]!.length);
  await Deno.writeFile(frames, Buffer.concat([new Uint8Array(size.buffer), ...room]));
}

async function startSink(): Promise<{ port: string; end(): Promise<unknown> }> {
  const process = new Deno.Command(program, { args: ["sink"], stdout: "piped" }).spawn();
  const reader = process.stdout.getReader();
  const { value } = await reader.read();
  await reader.cancel();
  const end = () => {
    process.kill();
    return process.status;
  };
  return { port: new TextDecoder().decode(value).trim(), end };
}

const clientIn = (root: string) => async (port: string, clients: number): Promise<Cost> => {
  const script = `${root}/bench/generator_client.ts`;
  const run = ["run", "--quiet", "--allow-all", script, `ws://127.0.0.1:${port}/`];
  return JSON.parse(await output(Deno.execPath(), ...run, `${clients}`, values.seconds));
};
const bare = async (port: string, clients: number): Promise<Cost> =>
  JSON.parse(await output(program, "send", port, `${clients}`, values.seconds, frames));

const here = fileURLToPath(new URL("..", import.meta.url));
const arms: Record<string, (port: string, clients: number) => Promise<Cost>> = {
  "bare C loop": bare,
  "ttfa": clientIn(here),
  ...(values.beside !== undefined && { "beside": clientIn(values.beside) }),
};

function shuffled<T>(items: readonly T[]): T[] {
  return items.map((value) => ({ value, at: random() })).sort((a, b) => a.at - b.at)
    .map(({ value }) => value);
}

const median = (values: readonly number[]) => percentile(values, 0.5);

await output("gcc", "-O2", "-o", program, fileURLToPath(import.meta.resolve("./bare_wire.c")));
await writeFrames();
const sink = await startSink();
print(`median of ${values.blocks} blocks of ${values.seconds} s, and their range`);
print("clients  arm           CPU s               µs/frame  times C   RSS MB");
for (const clients of CLIENTS) {
  const costs = new Map(Object.keys(arms).map((name) => [name, [] as Cost[]]));
  for (let block = 0; block < Number(values.blocks); block++) {
    for (const name of shuffled(Object.keys(arms))) {
      costs.get(name)!.push(await arms[name]!(sink.port, clients));
    }
  }
  const limit = costs.get("bare C loop")!;
  for (const [name, own] of costs) {
    const cpuS = own.map((cost) => cost.cpuS);
    const ratios = own.map((cost, block) => cost.cpuS / limit[block]!.cpuS);
    print([
      String(clients).padEnd(8),
      name.padEnd(13),
      `${median(cpuS).toFixed(2)} (${Math.min(...cpuS).toFixed(2)} … ${
        Math.max(...cpuS).toFixed(2)
      })`
        .padEnd(19),
      median(own.map((cost) => 1e6 * cost.cpuS / cost.frames)).toFixed(1).padStart(8),
      median(ratios).toFixed(1).padStart(8),
      median(own.map(({ rssMb }) => rssMb)).toFixed(0).padStart(8),
    ].join(" "));
  }
}
await sink.end();
await Deno.remove(folder, { recursive: true });
