/**
 * What a client that stops reading costs the others: two bridges, 50 two-way sessions through each for
 * two minutes. In the middle minute one of them has a client more, which reads nothing while its
 * upstream sends what it can. The other bridge shows what the machine does meanwhile. Prints both
 * bridges' memory and round trips every 10 s, and the medians of the p99 of all windows of 2 s, which
 * a disturbance moves little: `deno run -A bench/slow_reader.ts`.
 */
// @ts-types="@types/ws"
import { WebSocket } from "ws";
import { percentile } from "../src/random/percentile.ts";
import { residentMb } from "../tests/proc.ts";
import { EchoLoad } from "./echo_load.ts";
import { print } from "./print.ts";
import { type Spawned, spawnServer } from "./process.ts";

const SESSIONS = 50;
const WINDOW_MS = 2_000;
/** Windows in a line of 10 s, and lines. */
const WINDOWS = 5;
const LINES = { before: 3, beside: 6, after: 3 };

await using upstream = await spawnServer(import.meta.resolve("./echo_upstream.ts"));
const env = {
  UPSTREAM_URL: upstream.url,
  // By default the session would be over after 15 s: this is the worst that can be set up.
  BRIDGE_SLOW_SECONDS: "90",
};
const main = import.meta.resolve("../src/bridge/main.ts");
await using one = await spawnServer(main, env, "null");
await using other = await spawnServer(main, env, "null");
const bridges: readonly Spawned[] = [one, other];

/** A client that asks for all there is, and reads nothing of it. */
async function stopReading(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  await new Promise((resolve) => socket.once("message", resolve));
  socket.pause();
  socket.send("flood");
  return socket;
}

const loads = await Promise.all(bridges.map(({ url }) => EchoLoad.dial(url, SESSIONS)));
const lost = [0, 0];
await runBoth();

/** A window of both bridges; yields the round trips of each. */
async function runBoth(): Promise<(readonly number[])[]> {
  const runs = await Promise.all(loads.map((load) => load.run(WINDOW_MS)));
  runs.forEach(({ sent, rttMs }, b) => lost[b]! += sent - rttMs.length);
  return runs.map(({ rttMs }) => rttMs);
}

/** Prints a line and yields the p99 of its windows, per bridge. */
async function line(phase: string): Promise<number[][]> {
  const windows: (readonly number[])[][] = [];
  for (let i = 0; i < WINDOWS; i++) windows.push(await runBoth());
  const cells = bridges.map(({ pid }, b) => {
    const rttMs = windows.flatMap((window) => window[b]!);
    const [p50, p99] = [0.5, 0.99].map((p) => percentile(rttMs, p).toFixed(2).padStart(8));
    return `${p50}${p99}${residentMb(pid).toFixed(0).padStart(6)}`;
  });
  print(phase.padEnd(8) + cells.join("   "));
  return bridges.map((_, b) => windows.map((window) => percentile(window[b]!, 0.99)));
}

async function lines(phase: keyof typeof LINES): Promise<void> {
  const p99Ms: number[][] = [[], []];
  for (let i = 0; i < LINES[phase]; i++) {
    (await line(phase)).forEach((values, b) => p99Ms[b]!.push(...values));
  }
  medians.push(`${phase.padEnd(8)}${p99Ms.map(spread).join("   ")}`);
}

function spread(values: readonly number[]): string {
  const [low, mid, high] = [0.25, 0.5, 0.75].map((p) => percentile(values, p).toFixed(2));
  return `${mid!.padStart(8)} (${low} … ${high})`.padEnd(22);
}

const medians: string[] = [];
print("        with the slow reader     without it");
print("          p50 ms  p99 ms    MB     p50 ms  p99 ms    MB");
await lines("before");
const slow = await stopReading(one.url);
await lines("beside");
const health = await fetch(new URL("/healthz", one.url.replace("ws:", "http:")));
const { openSessions } = await health.json();
slow.terminate();
await lines("after");
await Promise.all(loads.map((load) => load.close()));
print("\np99 of 2 s in ms: median, and the half in the middle");
medians.forEach(print);
print(`frames that did not come back: ${lost.join(" with the slow reader, ")} without it`);
const isHeld = openSessions > SESSIONS;
print(`the slow session was ${isHeld ? "held" : "lost"} for the whole minute`);
if (Math.max(...lost) > 0 || !isHeld) Deno.exitCode = 1;
