/**
 * What a link adds to a round trip: a plain TCP echo through links of growing delay and without one.
 *
 *     deno run -A bench/link_delay.ts [round trips] [connections]
 */
import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { percentile } from "../src/random/percentile.ts";
import { startService } from "../src/run/service.ts";
import { print } from "./print.ts";

const [rounds = 200, connections = 5] = Deno.args.map(Number);

async function roundTrips(port: number): Promise<number[]> {
  const socket = connect(port, "127.0.0.1").setNoDelay(true);
  await once(socket, "connect");
  const times: number[] = [];
  for (let i = 0; i < rounds; i++) {
    const startMs = performance.now();
    socket.write("ping");
    await once(socket, "data");
    times.push(performance.now() - startMs);
    await sleep(5 + Math.random() * 5);
  }
  socket.destroy();
  return times;
}

async function measure(rttMs: number, targetPort: number): Promise<number[]> {
  const spec = { rttMs, jitterMs: 0 };
  const link = await startService<{ ready: true; ports: Record<string, number> }>(
    import.meta.resolve("../src/links/worker.ts"),
    { links: [{ name: "", targetHost: "127.0.0.1", targetPort, spec, seed: 1 }] },
  );
  const port = link.ready.ports[""]!;
  const times = await Promise.all(Array.from({ length: connections }, () => roundTrips(port)));
  await link.close();
  return times.flat();
}

const server = createServer((socket) => {
  // A link that closes resets what goes through it.
  socket.on("error", () => socket.destroy()).setNoDelay(true).pipe(socket);
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
const { port } = server.address() as AddressInfo;
let least: number | undefined;
// Other work on the machine touches the quickest tenth least.
print("delay, ms      p10      p50      p90   p10 above that of 4 ms");
for (const rttMs of [4, 5, 6, 7, 9, 14, 24]) {
  const times = await measure(rttMs, port);
  const [p10, p50, p90] = [0.1, 0.5, 0.9].map((share) => percentile(times, share));
  least ??= p10!;
  const cells = [p10!, p50!, p90!, p10! - least].map((ms) => ms.toFixed(2).padStart(9));
  print(`${String(rttMs).padStart(9)}${cells.join("")}`);
}
server.close();
