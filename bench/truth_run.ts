import { compare, type ComparedTurn, type ReportedTurn } from "../src/calibration/compare.ts";
import { readTruthLog, type TruthLog, type TruthScript } from "../src/calibration/truth_log.ts";
import { truthSpeech } from "../src/calibration/truth_speech.ts";
import { DEFAULT_LATE_LIMIT_MS } from "../src/config/defaults.ts";
import { rehearseCall } from "../src/client/rehearsed_call.ts";
import type { SessionSample, TurnSample } from "../src/metrics/sample.ts";
import type { Runner } from "../src/run/job.ts";
import { LocalRunner } from "../src/run/local_runner.ts";
import { FineTimer } from "../src/time/fine_timer.ts";
import type { Loopback } from "../src/time/loopback.ts";
import { SystemClock } from "../src/time/system_clock.ts";
import { spawnTruth } from "./truth_server.ts";

export const FRAME_MS = 20;
/** 1.2 s of speech. */
export const SPEECH_FRAMES = 60;

/** Labels by the monotonic clock too, so that two processes' stamps can be put side by side. */
class AlignedClock extends SystemClock {
  override wallMs(): number {
    return performance.timeOrigin + performance.now();
  }
}

export interface TruthRun {
  readonly turns: readonly TurnSample[];
  /** The server's name of each session, by ours. */
  readonly sessions: ReadonlyMap<string, string>;
  readonly log: TruthLog;
  /** By how much the server's clock is ahead of ours: it speaks after it was asked, and before we hear it. */
  readonly aheadMs: readonly [least: number, most: number];
  readonly compared: readonly ComparedTurn[];
  /** Of the turns that were void because the generator was late: what they would have reported. */
  readonly withheld: readonly ComparedTurn[];
}

interface Load {
  readonly clients: number;
  readonly turns: number;
  readonly rampMs: number;
}

let timer: FineTimer;
const clock = new AlignedClock((wake) => timer = new FineTimer(wake));

/** Drives the clients on this thread, made ready as a worker is, where a bench can hold them up. */
export async function ownThread({ say: sayToSelf }: Loopback): Promise<Runner> {
  await timer.start();
  await rehearseCall();
  return new LocalRunner(clock, { sayToSelf });
}

/** Has `runner` drive the real clients against a truth server in a process of its own. */
export async function runAgainstTruth(
  script: TruthScript,
  load: Load,
  runner: Runner,
): Promise<TruthRun> {
  await using server = await spawnTruth(script);
  const aheadMs = await originBounds(server.url);
  const turns: TurnSample[] = [];
  const sessions: SessionSample[] = [];
  const endpoint = { url: server.url, headers: {}, subprotocols: [], insecure: false };
  await runner.run({
    runId: "truth",
    agent: "local",
    endpoints: { truth: endpoint },
    speech: [truthSpeech(FRAME_MS, SPEECH_FRAMES)],
    plan: {
      seed: 1,
      regions: ["truth"],
      scenario: "conversation",
      fixtures: ["truth"],
      load: { shape: "constant-sessions", ...load },
      thinkBetween: { kind: "constant", ms: 200 },
      gracefulStopMs: 10_000,
      jitter: 0,
      frameMs: FRAME_MS,
      turnTimeoutMs: 10_000,
      lateLimitMs: DEFAULT_LATE_LIMIT_MS,
    },
  }, {
    begun: () => {},
    dropped: () => {},
    turn: (turn) => turns.push(turn),
    session: (session) => sessions.push(session),
  }, new AbortController().signal);
  const log = await readTruthLog(server.url);
  if (log.unstamped !== 0) {
    throw new Error(`the system did not say when it had ${log.unstamped} of what the server read`);
  }
  const names = new Map(sessions.map(({ tags, bootId = "" }) => [tags.sessionId, bootId]));
  const compared = (of: readonly ReportedTurn[]) => compare(of, sessions, log, FRAME_MS);
  const late = turns.filter(({ outcome }) => outcome === "late_generator");
  return {
    ...{ turns, log, aheadMs },
    sessions: names,
    compared: compared(turns),
    withheld: compared(late.map((turn) => ({ ...turn, outcome: "ok" }))),
  };
}

/** Asks often: the shortest answer tells most. */
async function originBounds(url: string): Promise<[number, number]> {
  let [least, most] = [-Infinity, Infinity];
  const nowMs = () => performance.timeOrigin + performance.now();
  for (let i = 0; i < 100; i++) {
    const askedMs = nowMs();
    const { originMs, saidMs } = await readTruthLog(url);
    least = Math.max(least, originMs + saidMs - nowMs());
    most = Math.min(most, originMs + saidMs - askedMs);
  }
  return [least, most];
}
