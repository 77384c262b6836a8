/**
 * What the real clients report beside what was true: `deno task bench:truth [clients …]`.
 * The server is a process of its own and stamps each frame; every figure is compared turn by turn.
 * The clients have as many workers as `bench` would give them, but for the rows in which they are held up.
 */
import { DEFAULT_LATE_LIMIT_MS } from "../src/config/defaults.ts";
import { defaultRampMs } from "../src/config/default_ramp.ts";
import { workersFor } from "../src/commands/workers.ts";
import type { ComparedTurn } from "../src/calibration/compare.ts";
import type { TruthScript } from "../src/calibration/truth_log.ts";
import type { TurnSample } from "../src/metrics/sample.ts";
import { ShardedRunner } from "../src/run/sharded_runner.ts";
import { percentile } from "../src/random/percentile.ts";
import { print } from "./print.ts";
import { Loopback } from "../src/time/loopback.ts";
import { FRAME_MS, ownThread, runAgainstTruth, SPEECH_FRAMES, type TruthRun } from "./truth_run.ts";

const counts = Deno.args.length > 0 ? Deno.args.map(Number) : [1, 10, 100, 500, 1000];

interface Row {
  readonly name: string;
  readonly script: TruthScript;
  /** The clients' own thread is held up so long, once a second. */
  readonly stallMs?: number;
}

const METRICS = ["rtt", "ttfa", "endpointing"] as const;

const USUAL = { probeMs: 20, stoppedMs: 200, thinkMs: [300], replyFrames: 50 };

/** Replies of 1 s come while the microphones stay open: the load goes both ways. */
const ROWS: readonly Row[] = [
  { name: "at once", script: { ...USUAL, probeMs: 0, stoppedMs: 0, thinkMs: [0] } },
  { name: "usual", script: USUAL },
  { name: "server stalls 1 in 5", script: { ...USUAL, thinkMs: [300, 300, 300, 300, 1300] } },
  { name: "client stalls 15 ms", script: USUAL, stallMs: 15 },
  { name: "client stalls 40 ms", script: USUAL, stallMs: 40 },
];

/** Of the late turns those were right that had every figure, and none that was off by the limit. */
const HEADER = ["clients", "", "turns", "ok", "late", "right", ...METRICS, "pacing"];
const WIDTHS = [7, 21, 6, 6, 6, 8, 22, 22, 22, 22];

function line(cells: readonly string[]): string {
  return `|${cells.map((cell, i) => ` ${cell.padStart(WIDTHS[i]!)} `).join("|")}|`;
}

async function measure(clients: number, { name, script, stallMs }: Row): Promise<void> {
  const runner = stallMs !== undefined
    ? await ownThread(loopback)
    : new ShardedRunner(workersFor("auto", clients, FRAME_MS));
  const held = stallMs === undefined ? undefined : setInterval(() => hold(stallMs), 1000);
  const turns = clients < 10 ? 8 : 4;
  const load = { clients, turns, rampMs: defaultRampMs(clients) };
  const run = await runAgainstTruth(script, load, runner).finally(() => clearInterval(held));
  const count = (wanted: string) =>
    String(run.turns.filter(({ outcome }) => outcome === wanted).length);
  print(line([
    ...[String(clients), name, String(run.turns.length), count("ok"), count("late_generator")],
    String(run.withheld.filter(isRight).length),
    ...METRICS.map((metric) => spread(errors(run, metric))),
    // Workers tell when a turn began to the millisecond alone.
    held ? spread(pacingErrors(run)) : "–",
  ]));
  bounds.push(run.aheadMs);
}

function hold(ms: number): void {
  const untilMs = performance.now() + ms;
  while (performance.now() < untilMs);
}

function errors({ compared }: TruthRun, metric: keyof ComparedTurn): number[] {
  return compared.flatMap(({ [metric]: pair }) => pair ? [pair.reportedMs - pair.trueMs] : []);
}

function isRight(turn: ComparedTurn): boolean {
  return METRICS.every((metric) => {
    const pair = turn[metric];
    return pair !== undefined && Math.abs(pair.reportedMs - pair.trueMs) <= DEFAULT_LATE_LIMIT_MS;
  });
}

/** Least, median, 99th percentile and most. */
function spread(values: readonly number[]): string {
  if (values.length === 0) return "–";
  return [0, 0.5, 0.99, 1].map((p) => percentile(values, p).toFixed(2)).join(" / ");
}

/** Of each frame of speech in `ok` turns: reported minus true lateness, the truth being the arrival. */
function pacingErrors(run: TruthRun): number[] {
  return spoken(run).flatMap(({ turn, arrivedMs }) =>
    arrivedMs.map((atMs, i) => {
      const dueMs = turn.startedAtMs + (i + 1) * FRAME_MS;
      return turn.pacingMs[i]! - (atMs - dueMs);
    })
  );
}

/** Each `ok` turn, and when its frames of speech arrived, in ms since the epoch. */
function spoken({ turns, sessions, log }: TruthRun): { turn: TurnSample; arrivedMs: number[] }[] {
  return turns.filter(({ outcome }) => outcome === "ok").flatMap((turn) => {
    const session = log.sessions[sessions.get(turn.tags.sessionId) ?? ""];
    const truth = session?.turns[turn.turn - 1];
    if (!session || !truth) return [];
    const frames = session.framesInMs.slice(truth.frames - SPEECH_FRAMES, truth.frames);
    return [{ turn, arrivedMs: frames.map((atMs) => log.originMs + atMs) }];
  });
}

using loopback = await Loopback.open();
const bounds: (readonly [number, number])[] = [];
print(
  `reported minus true, ms: least / p50 / p99 / most; ${navigator.hardwareConcurrency} cores, frames of 20 ms`,
);
print(line(HEADER));
for (const clients of counts) for (const row of ROWS) await measure(clients, row);
const [tightest] = bounds.toSorted(([a, b], [c, d]) => b - a - (d - c));
print(
  `in its best run the server's clock was ahead by ${
    tightest!.map((ms) => ms.toFixed(3)).join(" to ")
  } ms`,
);
