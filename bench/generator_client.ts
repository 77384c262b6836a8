/**
 * The clients of `generator_cost.ts`: whole sessions with an open microphone and nothing to say, in a
 * process of their own. Prints what the seconds of sending cost, as JSON.
 *
 *     generator_client.ts URL CLIENTS SECONDS
 */
import process from "node:process";
import { dialer } from "../src/client/dial.ts";
import { runSession } from "../src/client/session.ts";
import type { Dial, Socket } from "../src/client/socket.ts";
import { encodeRoom } from "../src/client/speech.ts";
import { seeded } from "../src/random/random.ts";
import type { Scenario } from "../src/scenarios/scenario.ts";
import { sleep } from "../src/time/clock.ts";
import { UNDIVIDED } from "../src/time/thread_watch.ts";
import { fineClock } from "../src/time/fine_clock.ts";
import { print } from "./print.ts";
import { Pacer } from "../src/client/pacer.ts";

const FRAME_MS = 20;
/** Connecting is no part of it. */
const SETTLE_MS = 500;
const [url = "", clients = 0, seconds = 0] = Deno.args.map((text, i) =>
  i ? Number(text) : text
) as [
  string,
  number,
  number,
];

const over = new AbortController();
const endpoint = { url, headers: {}, subprotocols: [], insecure: false };
const room = encodeRoom(FRAME_MS, seeded(1, "room"));
const silent: Scenario = {
  name: "silent",
  async run(call) {
    await call.connect();
    await call.wait(1e9);
  },
};
let frames = 0;
const dial = dialer(endpoint, fineClock);
const pacer = new Pacer(fineClock, FRAME_MS);
/** Each frame is one text, and nothing else is sent. */
const counting: Dial = async (handlers, signal) => {
  const dialled = await dial(handlers, signal);
  if (!dialled.ok) return dialled;
  const { socket } = dialled;
  const send: Socket["send"] = (text, isRepeated) => {
    frames++;
    socket.send(text, isRepeated);
  };
  return { ...dialled, socket: { ...socket, send } };
};
const sessions: ReturnType<typeof runSession>[] = [];
for (let i = 0; i < clients; i++) {
  sessions.push(runSession({
    clock: fineClock,
    dial: counting,
    scenario: silent,
    turns: [],
    speech: new Map(),
    room,
    pacer,
    turnTimeoutMs: 0,
    lateLimitMs: 1000,
    attention: UNDIVIDED,
    onTurn: () => {},
  }, over.signal));
  // One after the other; their microphones share whole milliseconds, the bare loop's clients nothing.
  await sleep(fineClock, 2 * FRAME_MS / clients);
}
await sleep(fineClock, SETTLE_MS);

const cpuS = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};
const [before, framesBefore] = [cpuS(), frames];
await sleep(fineClock, seconds * 1000);
const [used, sent] = [cpuS() - before, frames - framesBefore];
const rssMb = Deno.memoryUsage().rss / 2 ** 20;
over.abort();
const records = await Promise.all(sessions);
// One that gave up, being a second late, has not sent what it should.
const lost = records.filter(({ outcome }) => outcome !== "interrupted").length;
print(JSON.stringify({ frames: sent, cpuS: used, rssMb, lost }));
Deno.exit();
