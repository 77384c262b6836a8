/**
 * How many real-time voice sessions the mock holds on one core while its events are in time: at most
 * 10 ms late at p99, timed ones (due → handed to the socket) and answers (request sent → answer
 * received, which has the network and the generator in it too). The mock is pinned to one core, the
 * generator to another.
 *
 *     deno task bench:mock [--from 200] [--step 100] [--to 1000] [--repeat 5] [--seconds 12]
 */
import { availableParallelism, cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { print } from "./print.ts";
import type { LoadOrder, LoadResult } from "./mock_load.ts";
import type { MockWork } from "./mock_process.ts";

const LIMIT_MS = 10;
/** A mock that had to wait for its core for more than this share of the time proves nothing. */
const DISTURBED_SHARE = 0.08;
/** So many sessions ask and wait for the answer, from a process that has little else to do. */
const PROBING = 20;
const PROBE_MS = 100;
const MOCK_CORE = 0;
const LOAD_CORE = 1;

const { values } = parseArgs({
  options: {
    from: { type: "string", default: "200" },
    step: { type: "string", default: "100" },
    to: { type: "string", default: "1000" },
    repeat: { type: "string", default: "5" },
    seconds: { type: "string", default: "12" },
  },
});

/** A script that is asked by the line and answers by the line. */
class Peer {
  readonly #process: Deno.ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;

  constructor(script: string, core: number) {
    const run = ["run", "--quiet", "--allow-all", fileURLToPath(new URL(script, import.meta.url))];
    this.#process = new Deno.Command("taskset", {
      args: ["-c", String(core), Deno.execPath(), ...run],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    this.#lines = linesOf(this.#process.stdout);
    this.#input = this.#process.stdin.getWriter();
  }

  async say(line: string): Promise<void> {
    await this.#input.write(new TextEncoder().encode(line + "\n"));
  }

  async hear(): Promise<string> {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error("a process of the bench ended early");
    return value;
  }

  async end(): Promise<void> {
    await this.#input.close();
    await this.#process.status;
  }
}

async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
}

interface Measured {
  readonly mock: MockWork;
  readonly load: LoadResult;
}

async function measure(sessions: number): Promise<Measured> {
  const mock = new Peer("./mock_process.ts", MOCK_CORE);
  const load = new Peer("./mock_load.ts", LOAD_CORE);
  const probes = new Peer("./mock_load.ts", LOAD_CORE);
  const url = await mock.hear();
  const order: LoadOrder = {
    url,
    sessions: sessions - PROBING,
    measureMs: Number(values.seconds) * 1000,
  };
  await load.say(JSON.stringify(order));
  await probes.say(JSON.stringify({ ...order, sessions: PROBING, probeMs: PROBE_MS }));
  await Promise.all([load.hear(), probes.hear()]);
  await mock.say("start");
  await mock.hear();
  const results = await Promise.all([load.hear(), probes.hear()]);
  await mock.say("stop");
  const work: MockWork = JSON.parse(await mock.hear());
  await Promise.all([load.hear(), probes.hear()]);
  await Promise.all([load.end(), probes.end(), mock.end()]);
  const [most, few] = results.map((text): LoadResult => JSON.parse(text)) as [
    LoadResult,
    LoadResult,
  ];
  return { mock: work, load: { ...most, rttMs: few.rttMs } };
}

/** Nearest rank, of values in order. */
function quantile(values: readonly number[], q: number): number {
  return values[Math.max(0, Math.ceil(q * values.length) - 1)] ?? NaN;
}

function describe(sessions: number, { mock, load }: Measured): string {
  const ms = (values: readonly number[]) =>
    [0.5, 0.99].map((q) => quantile(values, q).toFixed(2).padStart(7)).join(" ");
  const share = (spentMs: number, digits: number) =>
    (100 * spentMs / mock.elapsedMs).toFixed(digits).padStart(4);
  const perS = (count: number) => (count / mock.elapsedMs * 1000).toFixed(0).padStart(6);
  return `${String(sessions).padStart(8)} │ ${ms(mock.latenessMs)} │ ${ms(load.rttMs)} │ ` +
    `${ms(load.pacingMs)} │ ${share(mock.cpuMs, 0)} ${share(mock.stolenMs, 1)} │ ${
      perS(load.framesSent)
    } ${perS(mock.events)}`;
}

const p99 = (values: readonly number[]) => quantile(values, 0.99);

/** `holds`, or why the run does not count against the mock, or that it does. */
function judge({ mock, load }: Measured): "holds" | "disturbed" | "generator" | "mock" {
  if (p99(mock.latenessMs) <= LIMIT_MS && p99(load.rttMs) <= LIMIT_MS) return "holds";
  if (mock.stolenMs > DISTURBED_SHARE * mock.elapsedMs) return "disturbed";
  return p99(load.pacingMs) > LIMIT_MS ? "generator" : "mock";
}

/** Runs until one holds: the machine may be shared, and one good run shows that the mock can. */
async function attempt(sessions: number): Promise<string> {
  const verdicts = new Set<string>();
  for (let i = 0; i < Number(values.repeat); i++) {
    const run = await measure(sessions);
    const verdict = judge(run);
    print(`${describe(sessions, run)} │ ${verdict}`);
    if (verdict === "holds") return verdict;
    verdicts.add(verdict);
  }
  return ["mock", "generator", "disturbed"].find((verdict) => verdicts.has(verdict))!;
}

print(
  `${cpus()[0]?.model ?? "?"}, ${availableParallelism()} cores, Deno ${Deno.version.deno}`,
);
print(
  "sessions │ due→sent ms     │ request rtt ms  │ generator ms    │ mock: %   │ per second\n" +
    "         │     p50     p99 │     p50     p99 │     p50     p99 │ CPU stolen │ frames events",
);
let held = 0;
for (let n = Number(values.from); n <= Number(values.to); n += Number(values.step)) {
  const verdict = await attempt(n);
  if (verdict !== "holds") {
    print(`at ${n} it ends: ${verdict}`);
    break;
  }
  held = n;
}
print(`${held} sessions held`);
