/**
 * How long a fresh bridge takes from spawn to `session.created`, from its source and as the bundle that
 * is deployed, beside an empty Deno server that says it by itself; in turn. The machine's cache of
 * compiled code is in use: `deno run -A bench/cold_start.ts [starts]`.
 */
// @ts-types="@types/ws"
import { WebSocket } from "ws";
import { fileURLToPath } from "node:url";
import { percentile } from "../src/random/percentile.ts";
import { bundleBridge, DEPLOYED_CONFIG } from "../tests/bridge_bundle.ts";
import { spawnServer } from "./process.ts";

interface Start {
  readonly listeningMs: number;
  readonly totalMs: number;
}

const starts = Number(Deno.args[0] ?? 40);
const folder = await Deno.makeTempDir();
const emptyServer = import.meta.resolve("./echo_upstream.ts");
await using upstream = await spawnServer(emptyServer);
const source = fileURLToPath(import.meta.resolve("../src/bridge/main.ts"));
/** What to run, and with which flags. */
const arms: Record<string, readonly [script: string, ...flags: string[]]> = {
  "empty server": [emptyServer, "--no-config"],
  "bridge, source": [source, ...DEPLOYED_CONFIG, "--cached-only"],
  "bridge, bundle": [await bundleBridge(folder), "--no-config"],
};

async function start([script, ...flags]: readonly [string, ...string[]]): Promise<Start> {
  const spawnedMs = performance.now();
  const env = { UPSTREAM_URL: upstream.url };
  await using server = await spawnServer(script, env, "null", flags);
  const listeningMs = performance.now() - spawnedMs;
  await firstFrame(server.url);
  return { listeningMs, totalMs: performance.now() - spawnedMs };
}

function firstFrame(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { perMessageDeflate: false });
    socket.on("error", reject);
    socket.on("message", () => {
      socket.terminate();
      resolve();
    });
  });
}

const results = new Map<string, Start[]>(Object.keys(arms).map((name) => [name, []]));
// The first of each pays for caches that any later one finds filled.
for (let i = -2; i < starts; i++) {
  for (const [name, command] of Object.entries(arms)) {
    const result = await start(command);
    if (i >= 0) results.get(name)!.push(result);
  }
}

const rows = [...results].map(([name, all]) => {
  const of = (pick: (start: Start) => number, p: number) => percentile(all.map(pick), p).toFixed(1);
  const listening = of(({ listeningMs }) => listeningMs, 0.5);
  const [p50, p90, p99] = [0.5, 0.9, 0.99].map((p) => of(({ totalMs }) => totalMs, p));
  return `${name.padEnd(14)} ${[listening, p50, p90, p99].map((x) => x!.padStart(9)).join("")}\n`;
});
await Deno.stdout.write(new TextEncoder().encode(
  `${starts} starts each, ms       listening p50      p90      p99\n${rows.join("")}`,
));
await Deno.remove(folder, { recursive: true });
