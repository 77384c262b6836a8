/**
 * Whether a thread that is behind knows how long what it hears has waited: clients with open microphones
 * on one thread are talked to in bursts by a server in C that says when it had sent each, and for each
 * message the longest wait that the thread holds possible stands beside how long it waited in truth.
 * `deno task bench:hearing`; Linux, gcc.
 *
 * A message that waited longer than the limit and was held for one that did not is `believed`: there
 * must be none. `short` is by how many ms one that waited longer was told as shorter than it was. One
 * that waited less than half the limit, and was held for one over it, is `needless`.
 */
import { dialer } from "../src/client/dial.ts";
import { Microphone } from "../src/client/microphone.ts";
import { Pacer } from "../src/client/pacer.ts";
import { encodeRoom } from "../src/client/speech.ts";
import { DEFAULT_LATE_LIMIT_MS } from "../src/config/defaults.ts";
import { percentile } from "../src/random/percentile.ts";
import { seeded } from "../src/random/random.ts";
import { fineClock, fineClockReady } from "../src/time/fine_clock.ts";
import { Loopback } from "../src/time/loopback.ts";
import { ThreadWatch } from "../src/time/thread_watch.ts";
import { compileC } from "./compile_c.ts";
import { print } from "./print.ts";
import { spawnProgram } from "./process.ts";
import { scratchFolder } from "./scratch.ts";

const FRAME_MS = 20;
const ROUNDS = 100;
const PERIOD_MS = 50;
/** Clients, messages in a burst, and bytes of each: from what a thread can hear to far more. */
const ROWS = [[50, 5, 1000], [100, 5, 6000], [250, 5, 6000], [250, 20, 1000]] as const;

interface Heard {
  readonly waitedMs: number;
  readonly toldMs: number;
}

interface Message {
  readonly round: number;
  readonly beforeMs: number;
}

using loopback = await Loopback.open();
await fineClockReady();
const program = await compileC("burst_wire.c", scratchFolder("hearing"));
const room = encodeRoom(FRAME_MS, seeded(1, "room"));
const epochMs = () => performance.timeOrigin + performance.now();

async function listen(clients: number, messages: number, bytes: number): Promise<Heard[]> {
  const args = [clients, messages, bytes, PERIOD_MS, ROUNDS].map(String);
  await using server = await spawnProgram(program, args);
  using watch = new ThreadWatch(fineClock, loopback.say);
  const pacer = new Pacer(fineClock, FRAME_MS, () => watch.look());
  const endpoint = { url: server.url, headers: {}, subprotocols: [], insecure: false };
  const dial = dialer(endpoint, fineClock);
  const heard: Heard[] = [];
  const hangUp: (() => void)[] = [];
  await Promise.all(Array.from({ length: clients }, async () => {
    const { promise: done, resolve } = Promise.withResolvers<void>();
    let latest: { readonly atMs: number; readonly toldMs: number }[] = [];
    let lastRound = 0;
    const result = await dial({
      onText(text) {
        const [atMs, toldMs] = [epochMs(), watch.waitedMs(fineClock.now())];
        const { round, beforeMs }: Message = JSON.parse(text);
        if (round > lastRound) {
          // Only now it is known when those were sent.
          heard.push(...latest.map((one) => ({ ...one, waitedMs: one.atMs - beforeMs })));
          [lastRound, latest] = [round, []];
          if (round === ROUNDS) resolve();
        }
        latest.push({ atMs, toldMs });
      },
      onPong() {},
      onClose() {},
    }, new AbortController().signal);
    if (!result.ok) throw new Error(`${result.outcome}: ${result.errorCode}`);
    const { socket } = result;
    const mic = new Microphone(pacer, room, (frame) => socket.send(frame, true), () => {});
    mic.start();
    hangUp.push(() => {
      mic.stop();
      socket.terminate();
    });
    await done;
  }));
  hangUp.forEach((end) => end());
  return withoutOffset(heard);
}

/** Two processes read one clock a little apart: nothing is heard before it was sent. */
function withoutOffset(heard: readonly Heard[]): Heard[] {
  const aheadMs = heard.reduce((least, { waitedMs }) => Math.min(least, waitedMs), 0);
  return heard.map(({ waitedMs, toldMs }) => ({ waitedMs: waitedMs - aheadMs, toldMs }));
}

const limitMs = DEFAULT_LATE_LIMIT_MS;
const WIDTHS = [22, 8, 24, 8, 9, 8, 9];
const line = (cells: readonly string[]) =>
  cells.map((cell, i) => cell.padStart(WIDTHS[i]!)).join("");
print(
  line([
    "clients × burst",
    "heard",
    "waited p50, p99, max",
    `> ${limitMs}`,
    "believed",
    "short",
    "needless",
  ]),
);
for (const [clients, messages, bytes] of ROWS) {
  const heard = await listen(clients, messages, bytes);
  const waits = heard.map(({ waitedMs }) => waitedMs);
  const late = heard.filter(({ waitedMs }) => waitedMs > limitMs);
  const believed = late.filter(({ toldMs }) => toldMs <= limitMs).length;
  const shortMs = late.reduce((most, one) => Math.max(most, one.waitedMs - one.toldMs), 0);
  const needless = heard.filter((one) => one.waitedMs < limitMs / 2 && one.toldMs > limitMs).length;
  print(line([
    `${clients} × ${messages} × ${bytes} B`,
    String(heard.length),
    [0.5, 0.99, 1].map((p) => percentile(waits, p).toFixed(1)).join(", "),
    ...[late.length, believed].map(String),
    shortMs.toFixed(1),
    String(needless),
  ]));
  if (believed > 0) Deno.exitCode = 1;
}
