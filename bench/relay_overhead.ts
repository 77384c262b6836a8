/**
 * What a relay adds to an echo of 1.3 KB text frames, 50 a second and session, and the CPU time it
 * takes for each: our bridge, a tutorial's bridge and nginx beside a direct connection. Each block
 * measures all of them for a few seconds in an order drawn anew, so that what disturbs the machine
 * favours none: `deno run -A bench/relay_overhead.ts [blocks] [seconds] [seed]`.
 */
import { percentile } from "../src/random/percentile.ts";
import { seeded } from "../src/random/random.ts";
import { EchoLoad } from "./echo_load.ts";
import { spawnNginx } from "./nginx.ts";
import { print } from "./print.ts";
import { type Spawned, spawnServer } from "./process.ts";

const [blocks = 5, seconds = 4, seed = 1] = Deno.args.map(Number);
const SESSIONS = [1, 100, 300];
/** Kernel ticks of 10 ms, in which /proc counts CPU time. */
const MS_PER_TICK = 10;

/** One arm of one block. */
interface Sample {
  readonly frames: number;
  /** Of those, what did not come back within 2 s. */
  readonly lost: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** CPU time of the relay for each frame that it passed on, in µs. */
  readonly cpuUs: number;
}

await using upstream = await spawnServer(import.meta.resolve("./echo_upstream.ts"));
const env = { UPSTREAM_URL: upstream.url };
const main = import.meta.resolve("../src/bridge/main.ts");
await using bridge = await spawnServer(main, env, "null");
await using tutorial = await spawnServer(import.meta.resolve("../tests/bridges/tutorial.ts"), env);
await using nginx = await spawnNginx(upstream.url);
const arms: Record<string, Spawned> = { direct: upstream, bridge, tutorial, nginx };

function cpuMs(pid: number): number {
  const fields = Deno.readTextFileSync(`/proc/${pid}/stat`).split(") ")[1]!.split(" ");
  return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
}

async function measure({ url, pid }: Spawned, sessions: number): Promise<Sample> {
  const load = await EchoLoad.dial(url, sessions);
  await load.run(1000);
  const beforeMs = cpuMs(pid);
  const { sent, rttMs } = await load.run(seconds * 1000);
  const cpuUs = 1000 * (cpuMs(pid) - beforeMs) / (2 * rttMs.length);
  await load.close();
  const [p50Ms, p99Ms] = [percentile(rttMs, 0.5), percentile(rttMs, 0.99)];
  return { frames: sent, lost: sent - rttMs.length, p50Ms, p99Ms, cpuUs };
}

function shuffled<T>(values: readonly T[]): T[] {
  return values.map((value) => ({ value, at: random() })).sort((a, b) => a.at - b.at)
    .map(({ value }) => value);
}

/** The median of the blocks, and the least and the most: one disturbed block must not decide. */
function spread(values: readonly number[], digits: number): string {
  const [mid, low, high] = [percentile(values, 0.5), Math.min(...values), Math.max(...values)]
    .map((value) => value.toFixed(digits));
  return `${mid!.padStart(7)} ${`(${low} … ${high})`.padEnd(17)}`;
}

const random = seeded(seed, "order of arms");
print(`${blocks} blocks of ${seconds} s; the median of the blocks and their range`);
print(
  `sessions relay      frames  lost  ${
    ["p50, ms", "p99, ms", "added p50, ms", "added p99, ms", "CPU µs/frame"]
      .map((title) => title.padEnd(25)).join(" ")
  }`,
);
for (const sessions of SESSIONS) {
  const samples = new Map(Object.keys(arms).map((name) => [name, [] as Sample[]]));
  for (let block = 0; block < blocks; block++) {
    for (const name of shuffled(Object.keys(arms))) {
      samples.get(name)!.push(await measure(arms[name]!, sessions));
    }
  }
  const direct = samples.get("direct")!;
  for (const [name, own] of samples) {
    // Each block has its own direct connection beside it.
    const added = (of: (sample: Sample) => number) => own.map((s, i) => of(s) - of(direct[i]!));
    const total = (of: (sample: Sample) => number) => own.reduce((sum, one) => sum + of(one), 0);
    const lost = total((sample) => sample.lost);
    // A percentile of what came back says nothing of what did not.
    if (lost > 0) Deno.exitCode = 1;
    print([
      String(sessions).padEnd(8),
      name.padEnd(9),
      String(total((sample) => sample.frames)).padStart(7),
      String(lost).padStart(5),
      spread(own.map(({ p50Ms }) => p50Ms), 2),
      spread(own.map(({ p99Ms }) => p99Ms), 2),
      spread(added(({ p50Ms }) => p50Ms), 2),
      spread(added(({ p99Ms }) => p99Ms), 2),
      spread(own.map(({ cpuUs }) => cpuUs), 1),
    ].join(" "));
  }
}
