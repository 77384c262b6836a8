/**
 * Many agents in one process, which answer and report as real ones do but measure nothing: each second
 * every one of them posts a window of `CLIENTS` clients. Ends by itself after one run.
 */
import { askAgent, ROLL_CALL, runSubjects } from "../src/fleet/subjects.ts";
import { Bus } from "../src/fleet/bus.ts";
import { decode, encode, type Order } from "../src/fleet/records.ts";
import { seeded } from "../src/random/random.ts";
import { sleepUntil } from "../src/time/clock.ts";
import { epochMs } from "../src/time/epoch.ts";
import { systemClock } from "../src/time/system_clock.ts";
import { makeSecond } from "./fleet_window.ts";
import { print } from "./print.ts";

const [url, agents, clients, seconds, rowsTo] = Deno.args as [string, ...string[]];
const random = seeded(1, "swarm");
const patterns = Array.from({ length: 4 }, () => makeSecond(Number(clients), 800, random));
const buses = await Promise.all(
  Array.from({ length: 8 }, (_, i) => Bus.open({ url }, `swarm-${i}`)),
);
const names = Array.from({ length: Number(agents) }, (_, i) => `eu-${i}`);
const done: Promise<void>[] = [];
const over = Promise.withResolvers<void>();
let busiestMs = 0;

for (const [i, name] of names.entries()) {
  const bus = buses[i % buses.length]!;
  let runId: string | undefined;
  const self = () => ({
    ...{ name, region: "eu", version: "bench", instance: name },
    ...(runId !== undefined && { runId }),
  });
  bus.answer(ROLL_CALL, self);
  bus.answer(askAgent(name, "state"), self);
  bus.answer(askAgent(name, "clock"), () => ({ epochMs: epochMs() }));
  bus.answer(askAgent(name, "order"), (question) => {
    runId = decode<Order>(question).runId;
    done.push(drive(bus, name, runId));
    if (done.length === names.length) over.resolve();
    return { accepted: true };
  });
}
print(JSON.stringify({ ready: true }));
await over.promise;
await Promise.all(done);
print(JSON.stringify({ latestMs: busiestMs }));
for (const bus of buses) await bus[Symbol.asyncDispose]();

async function drive(bus: Bus, name: string, runId: string): Promise<void> {
  const subjects = runSubjects(runId);
  const post = (kind: "ready" | "window" | "rows" | "end", number: number, record: object) =>
    bus.post({
      subject: subjects.of(name, kind),
      id: `${runId}-${name}-${kind}-${number}`,
      data: encode(record),
    });
  await post("ready", 0, {});
  // The start is not waited for: when reports come is all that is simulated.
  const startMs = systemClock.now() + 3_000 + 1_000 * random();
  let rows = 0;
  for (let second = 0; second < Number(seconds); second++) {
    const dueMs = startMs + 1_000 * second;
    await sleepUntil(systemClock, dueMs);
    const pattern = patterns[second % patterns.length]!;
    if (rowsTo === "stream") {
      for (const chunk of pattern.rows) await post("rows", rows, { ...chunk, number: rows++ });
    }
    await post("window", second, { ...pattern.windows[0]!, number: second });
    busiestMs = Math.max(busiestMs, systemClock.now() - dueMs);
  }
  await post("end", 0, {
    ...{ windows: Number(seconds), rows, unreachable: [], startLateMs: 0 },
    ...{ complaints: [], remarks: [], scenarioErrors: [] },
  });
}
