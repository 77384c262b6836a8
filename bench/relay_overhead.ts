/**
 * What a relay adds to an echo of 1.3 KB text frames, 50 a second and session, and the CPU time it
 * takes for each: our bridge, a tutorial's bridge and nginx beside a direct connection, a few seconds
 * each in turn, several rounds: `deno run -A bench/relay_overhead.ts [rounds] [seconds]`.
 */
import { once } from "node:events";
import { WebSocket } from "../src/bridge/ws.ts";
import { systemClock } from "../src/time/system_clock.ts";
import { spawnNginx } from "./nginx.ts";
import { percentile, type Spawned, spawnServer } from "./process.ts";

const [rounds = 3, seconds = 4] = Deno.args.map(Number);
const SESSIONS = [1, 100, 300];
const FRAME_MS = 20;
const AUDIO = "A".repeat(1280);
/** Kernel ticks of 10 ms, in which /proc counts CPU time. */
const MS_PER_TICK = 10;

interface Sample {
  readonly rttMs: number[];
  /** CPU time of the relay for each frame that it passed on, in µs. */
  readonly cpuUs: number;
}

await using upstream = await spawnServer(import.meta.resolve("./echo_upstream.ts"));
const env = { UPSTREAM_URL: upstream.url };
await using bridge = await spawnServer(import.meta.resolve("../src/bridge/main.ts"), env);
await using tutorial = await spawnServer(import.meta.resolve("../tests/bridges/tutorial.ts"), env);
await using nginx = await spawnNginx(upstream.url);
const arms: Record<string, Spawned> = { direct: upstream, bridge, tutorial, nginx };

function cpuMs(pid: number): number {
  const fields = Deno.readTextFileSync(`/proc/${pid}/stat`).split(") ")[1]!.split(" ");
  return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
}

async function dial(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  await once(socket, "message");
  return socket;
}

async function measure({ url, pid }: Spawned, sessions: number): Promise<Sample> {
  const sockets = await Promise.all(Array.from({ length: sessions }, () => dial(url)));
  const rttMs: number[] = [];
  for (const socket of sockets) {
    socket.on("message", (data) => {
      const text = data.toString();
      if (text.includes("append")) rttMs.push(performance.now() - Number(text.slice(11, 27)));
    });
  }
  await send(sockets, 1000);
  rttMs.length = 0;
  const beforeMs = cpuMs(pid);
  await send(sockets, seconds * 1000);
  await new Promise((resolve) => setTimeout(resolve, 200));
  const cpuUs = 1000 * (cpuMs(pid) - beforeMs) / (2 * rttMs.length);
  await Promise.all(sockets.map((socket) => (socket.close(), once(socket, "close"))));
  return { rttMs, cpuUs };
}

/** Each session has its own phase within the 20 ms, as people have. */
function send(sockets: WebSocket[], forMs: number): Promise<void> {
  const startMs = systemClock.now() + FRAME_MS;
  const frames = forMs / FRAME_MS;
  return new Promise((resolve) => {
    sockets.forEach((socket, i) => {
      const step = (k: number) => {
        if (k >= frames) return i === sockets.length - 1 ? resolve() : undefined;
        systemClock.at(startMs + (k + i / sockets.length) * FRAME_MS, () => {
          const sentMs = performance.now().toFixed(6).padStart(16, " ");
          socket.send(
            `{"sent_ms":${sentMs},"type":"input_audio_buffer.append","audio":"${AUDIO}"}`,
          );
          step(k + 1);
        });
      };
      step(0);
    });
  });
}

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

print("sessions  relay        frames   p50 ms  p99 ms   added p50  added p99   CPU µs/frame");
for (const sessions of SESSIONS) {
  const samples = new Map(Object.keys(arms).map((name) => [name, [] as Sample[]]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, target] of Object.entries(arms)) {
      samples.get(name)!.push(await measure(target, sessions));
    }
  }
  /** The median of the rounds: one disturbed round must not decide. */
  const figure = (name: string, of: (sample: Sample) => number) =>
    percentile(samples.get(name)!.map(of), 0.5);
  const quantile = (p: number) => ({ rttMs }: Sample) => percentile(rttMs, p);
  for (const name of samples.keys()) {
    const [p50, p99] = [0.5, 0.99].map((p) => figure(name, quantile(p)));
    const [d50, d99] = [0.5, 0.99].map((p) => figure("direct", quantile(p)));
    const frames = samples.get(name)!.reduce((sum, { rttMs }) => sum + rttMs.length, 0);
    print([
      String(sessions).padEnd(9),
      name.padEnd(10),
      String(frames).padStart(8),
      ...[p50!, p99!, p50! - d50!, p99! - d99!].map((ms) => ms.toFixed(2).padStart(9)),
      figure(name, ({ cpuUs }) => cpuUs).toFixed(1).padStart(11),
    ].join(" "));
  }
}
