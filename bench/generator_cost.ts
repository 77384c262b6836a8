/**
 * What the load generator costs: CPU and memory of 100 and 500 clients that send for ten seconds, as the
 * clients of one thread alone and as the whole of `bench`, beside bare loops in C that write the same
 * bytes to the same kind of sockets at the same pace: one wakes for each client, one for each millisecond
 * as the clients do. Each block measures all arms, in an order drawn anew. Another checkout's clients
 * can be measured beside these. Linux, gcc.
 *
 *     deno run -A bench/generator_cost.ts [--clients 100,500] [--blocks 3] [--seconds 10] [--beside DIR] [--seed 1]
 */
import { Buffer } from "node:buffer";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { encodeRoom } from "../src/client/speech.ts";
import { wireFrame } from "../src/client/wire_frame.ts";
import { DEFAULT_LATE_LIMIT_MS } from "../src/config/defaults.ts";
import { percentile } from "../src/random/percentile.ts";
import { seeded } from "../src/random/random.ts";
import { readTable } from "../tests/support.ts";
import { compileC } from "./compile_c.ts";
import { setTimeout as sleep } from "node:timers/promises";
import { print } from "./print.ts";
import { spawnProgram } from "./process.ts";
import { scratchFolder } from "./scratch.ts";
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
/** The least that a sender can cost that wakes as ours does. */
const LIMIT = "C, each ms";
/** After so many blocks with clients that gave up, or were behind, it is no use. */
const MOST_DISTURBED = 5;
/** An arm that sent fewer frames than its pace by more than this was behind. */
const BEHIND = 0.005;
/** `bench` takes so long until its clients are connected and at their pace. */
const SETTLE_MS = 6000;
const TICKS_PER_S = 100;
/** Beyond this share of late turns a run is not valid, and may not have kept its pace. */
const TOLERATED_LATE = 0.02;

interface Cost {
  readonly frames: number;
  readonly cpuS: number;
  readonly rssMb: number;
  /** Clients that did not last, on a machine that had no time for them: then the figures are no good. */
  readonly lost?: number;
}

const folder = scratchFolder("cost");
const program = await compileC("bare_wire.c", folder);
const frames = `${folder}/frames`;
const random = seeded(Number(values.seed), "order of arms");

async function output(command: string, ...args: string[]): Promise<string> {
  const { success, stdout } = await new Deno.Command(command, {
    args,
    env: V8_FLAGS,
    stderr: "inherit",
  }).output();
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
  const run = ["run", "--quiet", "--allow-all", script, `ws://127.0.0.1:${port}/`];
  return JSON.parse(await output(Deno.execPath(), ...run, `${clients}`, values.seconds));
};
const bare = (stepMs: number) => async (port: string, clients: number): Promise<Cost> =>
  JSON.parse(
    await output(program, "send", port, `${clients}`, values.seconds, frames, `${stepMs}`),
  );

const here = fileURLToPath(new URL("..", import.meta.url));

/** The command as it is used, with as many workers as it takes by itself: idle calls, looked at from outside. */
async function bench(port: string, clients: number): Promise<Cost> {
  const out = await Deno.makeTempDir({ dir: folder });
  const process = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", "--allow-all", `${here}/cli.ts`, "bench", "--scenario", "idle"],
      ...["--target", `ws://127.0.0.1:${port}/`, "--clients", `${clients}`, "--ramp", "3s"],
      ...["--duration", "1h", "--skip-calibration", "--quiet", "--out", `${out}/run`],
    ],
    env: V8_FLAGS,
    stdout: "null",
    stderr: "null",
  }).spawn();
  await sleep(SETTLE_MS);
  const [startMs, before] = [performance.now(), cpuS(process.pid)];
  await sleep(Number(values.seconds) * 1000);
  const [seconds, used] = [(performance.now() - startMs) / 1000, cpuS(process.pid) - before];
  const rssMb = Number(/VmRSS:\s+(\d+)/.exec(proc(process.pid, "status"))![1]) / 1024;
  process.kill("SIGINT");
  await process.status;
  const turns = await readTable(`${out}/run`, "turns");
  // Also of turns that were cut off at the end: who sent each frame in time has sent all of them.
  const late = turns.filter((turn) => Number(turn.pacing_max_ms) > DEFAULT_LATE_LIMIT_MS).length;
  const frames = Math.round(clients * seconds * 1000 / FRAME_MS);
  return { frames, cpuS: used, rssMb, lost: late > TOLERATED_LATE * turns.length ? late : 0 };
}

const proc = (pid: number, name: string) => Deno.readTextFileSync(`/proc/${pid}/${name}`);

/** Of all its threads, in user and system mode. */
function cpuS(pid: number): number {
  // 14th and 15th of all (proc_pid_stat(5)); these begin with the third.
  const [user, system] = proc(pid, "stat").split(") ")[1]!.split(" ").slice(11, 13);
  return (Number(user) + Number(system)) / TICKS_PER_S;
}

const arms: Record<string, (port: string, clients: number) => Promise<Cost>> = {
  [LIMIT]: bare(1),
  "C, each client": bare(0),
  "ttfa's clients": clientIn(here),
  "ttfa bench": bench,
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
  const perFrame = (cost: Cost) => 1e6 * cost.cpuS / cost.frames;
  const ratios = blocks.map((block) => perFrame(block[name]!) / perFrame(block[LIMIT]!));
  const range = `${Math.min(...cpuS).toFixed(2)} … ${Math.max(...cpuS).toFixed(2)}`;
  print([
    String(clients).padEnd(8),
    name.padEnd(14),
    `${median(cpuS).toFixed(2)} (${range})`.padEnd(19),
    median(own.map(perFrame)).toFixed(1).padStart(8),
    median(ratios).toFixed(2).padStart(8),
    median(own.map(({ rssMb }) => rssMb)).toFixed(0).padStart(8),
  ].join(" "));
}

await writeFrames();
await using sink = await spawnProgram(program, ["sink"]);
const { port } = new URL(sink.url);
print(`median of ${values.blocks} blocks of ${values.seconds} s, and their range`);
print("clients  arm            CPU s               µs/frame  times C   RSS MB");
for (const clients of values.clients.split(",").map(Number)) {
  const blocks: Record<string, Cost>[] = [];
  let disturbed = 0;
  while (blocks.length < Number(values.blocks) && disturbed < MOST_DISTURBED) {
    const block: Record<string, Cost> = {};
    for (const name of shuffled(Object.keys(arms))) {
      block[name] = await arms[name]!(port, clients);
    }
    const wanted = clients * Number(values.seconds) * 1000 / FRAME_MS;
    const isBehind = ({ frames, lost = 0 }: Cost) => lost > 0 || frames < (1 - BEHIND) * wanted;
    if (Object.values(block).some(isBehind)) disturbed++;
    else blocks.push(block);
  }
  if (disturbed > 0) print(`${disturbed} blocks left out: the machine was too busy`);
  for (const name of blocks.length > 0 ? Object.keys(arms) : []) printArm(clients, name, blocks);
}
