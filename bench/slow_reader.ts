/**
 * What a client that stops reading costs the others: 50 two-way sessions through the bridge for two
 * minutes, in the middle minute beside one that reads nothing while its upstream sends what it can.
 * Prints the bridge's memory and the others' round trips every 10 s, and the medians of the p99 of all
 * windows of 2 s, which a disturbance of the machine moves little: `deno run -A bench/slow_reader.ts`.
 */
import { WebSocket } from "../src/bridge/ws.ts";
import { residentMb } from "../tests/proc.ts";
import { EchoLoad } from "./echo_load.ts";
import { print } from "./print.ts";
import { percentile, spawnServer } from "./process.ts";

const SESSIONS = 50;
const WINDOW_MS = 2_000;
/** Windows in a line of 10 s, and lines. */
const WINDOWS = 5;
const LINES = { before: 3, beside: 6, after: 3 };

await using upstream = await spawnServer(import.meta.resolve("./echo_upstream.ts"));
await using bridge = await spawnServer(import.meta.resolve("../src/bridge/main.ts"), {
  UPSTREAM_URL: upstream.url,
  // By default the session would be over after 15 s: this is the worst that can be set up.
  BRIDGE_SLOW_SECONDS: "90",
});

/** A client that asks for all there is, and reads nothing of it. */
async function stopReading(): Promise<WebSocket> {
  const socket = new WebSocket(bridge.url, { perMessageDeflate: false });
  await new Promise((resolve) => socket.once("message", resolve));
  socket.pause();
  socket.send("flood");
  return socket;
}

const load = await EchoLoad.dial(bridge.url, SESSIONS);
await load.run(WINDOW_MS);

async function line(phase: string): Promise<number[]> {
  const windows: number[][] = [];
  for (let i = 0; i < WINDOWS; i++) windows.push(await load.run(WINDOW_MS));
  const [p50, p99] = [0.5, 0.99].map((p) => percentile(windows.flat(), p).toFixed(2).padStart(9));
  print(`${phase.padEnd(9)}${p50}${p99}${residentMb(bridge.pid).toFixed(0).padStart(9)}`);
  return windows.map((rttMs) => percentile(rttMs, 0.99));
}

async function lines(phase: keyof typeof LINES): Promise<number[]> {
  const p99Ms = [];
  for (let i = 0; i < LINES[phase]; i++) p99Ms.push(...await line(phase));
  return p99Ms;
}

print("           p50 ms   p99 ms bridge MB");
const before = await lines("before");
const slow = await stopReading();
const beside = await lines("beside");
const health = await fetch(new URL("/healthz", bridge.url.replace("ws:", "http:")));
const isHeld = (await health.json()).openSessions === SESSIONS + 1;
slow.terminate();
const alone = [...before, ...await lines("after")];
await load.close();
for (const [phase, p99Ms] of Object.entries({ alone, beside })) {
  const [low, mid, high] = [0.25, 0.5, 0.75].map((p) => percentile(p99Ms, p).toFixed(2));
  print(`p99 of 2 s ${phase}: median ${mid} ms, half of them from ${low} to ${high}`);
}
print(`the slow session was ${isHeld ? "held" : "lost"} for the whole minute`);
