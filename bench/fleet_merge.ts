/**
 * What a fleet's report costs, and how right it is: merged percentiles against the pooled raw values;
 * what an agent pays for reporting; and a swarm of simulated agents, each with its clients' windows,
 * before a real nats-server and the real coordinator. The server is on loopback and ends with this.
 *
 *     deno run -A bench/fleet_merge.ts [--agents 100,300,1000] [--clients 1000] [--seconds 10] [--rows stream]
 */
import process from "node:process";
import { parseArgs } from "node:util";
import { FleetRecorder } from "../src/commands/fleet_recorder.ts";
import { Bus } from "../src/fleet/bus.ts";
import { FleetRunner } from "../src/fleet/fleet_runner.ts";
import { encode, type RowsTo } from "../src/fleet/records.ts";
import { Summary } from "../src/metrics/summary.ts";
import type { MetricName } from "../src/metrics/names.ts";
import { planOf } from "../src/plan/plan_fixtures.ts";
import { percentile } from "../src/random/percentile.ts";
import { seeded } from "../src/random/random.ts";
import { RunFolder } from "../src/report/run_folder.ts";
import { runningReport } from "../src/report/run_json.ts";
import { systemClock } from "../src/time/system_clock.ts";
import { startNats } from "../tests/nats.ts";
import { makeSecond } from "./fleet_window.ts";
import { print } from "./print.ts";

const { values } = parseArgs({
  options: {
    agents: { type: "string", default: "100,300,1000" },
    clients: { type: "string", default: "1000" },
    seconds: { type: "string", default: "10" },
    rows: { type: "string", default: "agent" },
  },
});
const clients = Number(values.clients);
const seconds = Number(values.seconds);

/** Three regions of unlike waits, so that merging has something to do. */
function mergeAgainstRaw(): void {
  const random = seeded(7, "merge");
  const merged = Summary.empty();
  const pooled = { ttfa: [] as number[], rtt: [] as number[], pacing: [] as Float64Array[] };
  for (const medianMs of [400, 800, 1500]) {
    for (let second = 0; second < 20; second++) {
      const { turns, windows } = makeSecond(clients, medianMs, random);
      for (const { summary } of windows) merged.add(Summary.decode(summary));
      pooled.ttfa.push(...turns.map(({ ttfaMs }) => ttfaMs!));
      pooled.rtt.push(...turns.map(({ rttMs }) => rttMs!));
      pooled.pacing.push(...turns.map(({ pacingMs }) => pacingMs));
    }
  }
  print("merged windows against pooled raw values       n        p50        p99   (limit 0.5 %)");
  for (const [name, parts] of Object.entries(pooled)) {
    const raw = Float64Array.from(
      parts.flatMap((part) => typeof part === "number" ? part : [...part]),
    );
    const metric = merged.metric(name as MetricName);
    raw.sort();
    const off = [50, 99].map((p) => {
      const truth = raw[Math.ceil(p / 100 * raw.length) - 1]!;
      return `${((metric.percentile(p)! / truth - 1) * 100).toFixed(3)} %`.padStart(10);
    });
    print(`  ${name.padEnd(36)} ${String(metric.count).padStart(8)} ${off.join(" ")}`);
  }
}

function costOfReporting(): void {
  const random = seeded(8, "cost");
  for (let i = 0; i < 5; i++) makeSecond(clients, 800, random);
  const made = Array.from({ length: 20 }, () => makeSecond(clients, 800, random));
  const size = (records: readonly object[]) =>
    records.reduce<number>((sum, record) => sum + encode(record).length, 0);
  const cpu = percentile(made.map(({ cpuMs }) => cpuMs), 0.5);
  const last = made.at(-1)!;
  print(
    `\nan agent of ${clients} clients, each second: ${cpu.toFixed(1)} ms of CPU, ` +
      `window ${(size(last.windows) / 1024).toFixed(1)} KB, ` +
      `rows ${(size(last.rows) / 1024).toFixed(1)} KB`,
  );
}

async function swarm(agents: number): Promise<void> {
  await using nats = await startNats();
  const swarm = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", "-A", new URL("fleet_swarm.ts", import.meta.url).pathname],
      ...[nats.url, String(agents), String(clients), String(seconds), values.rows],
    ],
    stdin: "null",
    stdout: "piped",
  }).spawn();
  const said = swarm.stdout.pipeThrough(new TextDecoderStream()).getReader();
  await said.read();
  await using bus = await Bus.open({ url: nats.url });
  const out = await Deno.makeTempDir();
  const head = {
    ...{ runId: `swarm-${agents}`, startedAt: new Date().toISOString(), config: {} },
    environment: { ttfa: "", deno: "", os: "", cpus: 0, load: [] },
  };
  const recorder = new FleetRecorder(
    systemClock,
    { clients: agents * clients, regions: ["eu"], durationMs: seconds * 1000 },
    () => RunFolder.create(`${out}/run`, runningReport(head)),
  );
  const natsCpu = cpuSecondsOf(nats.pid);
  const cpu = process.cpuUsage();
  let first: number | undefined;
  const gathered = performance.now();
  const runner = new FleetRunner(bus, {
    terms: { version: "bench", rows: values.rows as RowsTo, workers: 1, calibrate: false },
    ...{
      agents,
      only: [],
      waitMs: 10_000,
      brief: {},
      issued: () => {},
      clock: systemClock,
      silenceMs: 60_000,
    },
    say: (line) => print(`  ${line}`),
  });
  const load = {
    shape: "constant-sessions",
    clients: agents * clients,
    rampMs: 0,
    turns: 1,
  } as const;
  const job = {
    ...{ runId: head.runId, agent: "fleet", speech: [], plan: planOf(load, { regions: ["eu"] }) },
    endpoints: { eu: { url: "ws://127.0.0.1:9/", headers: {}, subprotocols: [], insecure: false } },
  };
  let received = 0;
  const { agents: ends } = await runner.run(job, {
    window: (record, agent) => {
      first ??= performance.now();
      received++;
      recorder.window(record, agent);
    },
    rows: (record) => recorder.rows(record),
  }, new AbortController().signal);
  const tookS = (performance.now() - first!) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const stats = bus.connection.stats();
  const { value = "{}" } = await said.read();
  await said.cancel();
  await swarm.status;
  const lateMs = JSON.parse(value).latestMs;
  const whole = ends.every(({ coverage: { received, expected } }) => received === expected);
  print(
    `  ${String(agents).padStart(6)} agents: ${received} windows${
      whole ? "" : " (NOT WHOLE)"
    } in ` +
      `${tookS.toFixed(1)} s, ${(received / tookS).toFixed(0)} a second, ` +
      `${(stats.inBytes / tookS / 1e6).toFixed(1)} MB a second; coordinator ` +
      `${((user + system) / 1e6).toFixed(1)} CPU-s, nats-server ` +
      `${(cpuSecondsOf(nats.pid) - natsCpu).toFixed(1)} CPU-s, posted up to ` +
      `${(lateMs / 1000).toFixed(1)} s late, ready to start after ` +
      `${((first! - gathered) / 1000).toFixed(1)} s`,
  );
  recorder.folder?.[Symbol.dispose]();
  await Deno.remove(out, { recursive: true });
}

/** Of a process, in ticks of 10 ms. */
function cpuSecondsOf(pid: number): number {
  const fields = Deno.readTextFileSync(`/proc/${pid}/stat`).split(") ")[1]!.split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

mergeAgainstRaw();
costOfReporting();
print(
  `\na swarm, each agent a window of ${clients} clients a second for ${seconds} s, rows: ${values.rows}`,
);
for (const agents of values.agents.split(",").map(Number)) await swarm(agents);
