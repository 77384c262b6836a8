import { dirname } from "node:path";
import { type EncodedSummary, Summary } from "../src/metrics/summary.ts";
import { type Nats, startNats } from "./nats.ts";
import {
  type Finished,
  finished,
  readRunJson,
  startServer,
  startTtfa,
  tempRun,
} from "./support.ts";

/** A short bench of so many clients that is patient with a busy machine. */
export const short = (clients: number) => [
  ...["--scenario", "text", "--clients", `${clients}`, "--think-between", "300"],
  ...["--skip-calibration", "--late-limit", "5000", "--quiet"],
];
export const SHORT = short(2);

/** An agent that runs; whatever becomes of it, it is ended with the test. */
export interface AgentProcess extends AsyncDisposable {
  /** Below it there is a folder for each run. */
  readonly out: string;
  readonly process: Deno.ChildProcess;
  kill(): void;
  /** Its end, and what it said. */
  readonly ended: Promise<Finished>;
}

export function startAgent(
  url: string,
  region: string,
  name: string,
  out: string,
  ...more: readonly string[]
): AgentProcess {
  const process = startTtfa([
    ...["agent", "--nats", url, "--region", region, "--name", name, "--out", out],
    ...more,
  ]);
  const ended = finished(process);
  let isOver = false;
  ended.then(() => isOver = true);
  return {
    ...{ out, process, ended },
    kill: () => process.kill("SIGKILL"),
    [Symbol.asyncDispose]: async () => {
      if (!isOver) process.kill("SIGKILL");
      await ended;
    },
  };
}

/** What a fleet meets over, whom it calls, and where it writes. */
export interface Fleet extends AsyncDisposable {
  readonly nats: Nats;
  /** The folder of the run; beside it each agent has one of its name. */
  readonly out: string;
  /** `eu-1` serves the region `eu`. */
  agent(name: string, ...more: readonly string[]): AgentProcess;
  /** The arguments of a short bench of these regions. */
  bench(regions: string, ...more: readonly string[]): string[];
}

export async function startFleet(): Promise<Fleet> {
  await using made = new AsyncDisposableStack();
  const nats = made.use(await startNats());
  const mock = made.use(await startServer(["mock", "--think", "50"]));
  const { out } = made.use(await tempRun());
  const all = made.move();
  return {
    ...{ nats, out },
    agent: (name, ...more) =>
      startAgent(nats.url, name.split("-")[0]!, name, `${dirname(out)}/${name}`, ...more),
    bench: (regions, ...more) => [
      ...["bench", "--fleet", nats.url, "--region", regions, "--target", mock.url, "--out", out],
      ...[...SHORT, ...more],
    ],
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

/** The windows that an agent has written down for itself, of its only run. */
export async function windowsOf(agent: AgentProcess): Promise<{ summary: EncodedSummary }[]> {
  const runs = await Array.fromAsync(Deno.readDir(agent.out)).catch(() => []);
  if (runs.length === 0) return [];
  const path = `${agent.out}/${runs[0]!.name}/windows.jsonl`;
  const text = await Deno.readTextFile(path).catch(() => "");
  return text.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line));
}

/** Resolves when an agent has made so many windows. */
export async function madeWindows(agent: AgentProcess, count: number): Promise<void> {
  for (let i = 0; i < 600; i++) {
    if ((await windowsOf(agent)).length >= count) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("the agent made no windows");
}

/** Turn outcomes and the exact figures of each metric: what must be equal however results travelled. */
export function essence(summary: EncodedSummary) {
  return Summary.decode(summary).encode().map(({ region, scenario, turns, sessions, metrics }) => ({
    ...{ region, scenario, turns, sessions },
    metrics: Object.fromEntries(
      Object.entries(metrics).map(([name, { count, excluded, sumUs, minUs, maxUs }]) =>
        [name, [count, excluded, sumUs, minUs, maxUs]] as const
      ),
    ),
  }));
}

/** What the agents wrote down themselves, added up. */
export async function ownEssence(...agents: readonly AgentProcess[]) {
  const sum = Summary.empty();
  for (const agent of agents) {
    for (const { summary } of await windowsOf(agent)) sum.add(Summary.decode(summary));
  }
  return essence(sum.encode());
}

export async function reportedEssence(out: string) {
  const { histograms, fleet } = await readRunJson(out);
  const order: string[] = fleet.regions.map(({ region }: { region: string }) => region);
  return essence(histograms).sort((a, b) => order.indexOf(a.region) - order.indexOf(b.region));
}

/** What docs/fleet.md says that accounts need, and nothing more: `bench` by "b", agents by "a". */
export function leastRights(...agents: readonly string[]): string {
  const stream = [
    ...["$JS.API.INFO", "$JS.API.STREAM.INFO.TTFA", "$JS.API.STREAM.CREATE.TTFA"],
    ...["$JS.API.CONSUMER.*.TTFA.>", "$JS.API.CONSUMER.MSG.NEXT.TTFA.*"],
  ];
  const user = (name: string, password: string, publish: string[], subscribe: string[]) =>
    JSON.stringify({
      ...{ user: name, password },
      permissions: { publish: [...publish, ...stream], subscribe, allow_responses: true },
    });
  const users = agents.map((name) =>
    user(name, "a", [
      ...[`ttfa.run.*.agent.${name}.*`, `ttfa.agent.${name}.state`, "ttfa.coordinator"],
    ], ["ttfa.agents", `ttfa.agent.${name}.*`, `_INBOX.agent.${name}.>`])
  );
  const bench = user("bench", "b", [
    ...["ttfa.run.*.plan", "ttfa.run.*.speech", "ttfa.run.*.control.*"],
    ...["ttfa.agent.*.*", "ttfa.agents", "ttfa.coordinator"],
  ], ["ttfa.coordinator", "_INBOX.coordinator.>"]);
  return `authorization { users = [${[bench, ...users].join(",")}] }`;
}
