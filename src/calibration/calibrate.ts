import type { SessionSample, TurnSample } from "../metrics/sample.ts";
import type { Calibration } from "../metrics/error_bar.ts";
import type { Plan } from "../plan/plan.ts";
import type { Job, Runner } from "../run/job.ts";
import { calibrationOf } from "./calibration_of.ts";
import { readTruthLog, type TruthScript } from "./truth_log.ts";
import { truthSpeech } from "./truth_speech.ts";

/** Answers soon, not at once: a thread that had to wait is slower to hear than one still at work. */
export const SOON: TruthScript = { probeMs: 5, stoppedMs: 5, thinkMs: [5], replyFrames: 1 };

/** When the last turn begins. */
const DURATION_MS = 1_000;
/** Whatever happens: it is no part of the run. */
const LIMIT_MS = 1_600;
/** Each turn is one figure: the shorter, the more. */
const SPEECH_MS = 40;
/** More would not be connected in time; a busier run shows in its pacing. */
const MOST_CLIENTS = 50;
const REGION = "truth";

/** How the clients of the run to come send. */
export type Manner = Pick<Plan, "frameMs" | "lateLimitMs" | "seed"> & { readonly clients: number };

/** Lets the clients measure the truth server at `url` (scripted {@linkcode SOON}) for a second. */
export async function calibrate(url: string, manner: Manner, runner: Runner): Promise<Calibration> {
  const turns: TurnSample[] = [];
  const sessions: SessionSample[] = [];
  const limit = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  await runner.run(jobOf(url, manner), {
    // Not before: how long threads take to start is nothing to be measured.
    begun: () => timer ??= setTimeout(() => limit.abort(), LIMIT_MS),
    dropped: () => {},
    turn: (turn) => turns.push(turn),
    session: (session) => sessions.push(session),
  }, limit.signal).finally(() => clearTimeout(timer));
  return calibrationOf(turns, sessions, await readTruthLog(url), manner.frameMs);
}

function jobOf(url: string, { clients, ...manner }: Manner): Job {
  const speech = truthSpeech(manner.frameMs, Math.max(1, Math.round(SPEECH_MS / manner.frameMs)));
  const load = {
    shape: "constant-sessions",
    clients: Math.min(clients, MOST_CLIENTS),
    rampMs: 100,
    durationMs: DURATION_MS,
  } as const;
  return {
    runId: "calibration",
    agent: "local",
    endpoints: { [REGION]: { url, headers: {}, subprotocols: [], insecure: false } },
    speech: [speech],
    plan: {
      ...manner,
      load,
      regions: [REGION],
      scenario: "conversation",
      fixtures: [speech.name],
      thinkBetween: { kind: "constant", ms: 0 },
      gracefulStopMs: LIMIT_MS - DURATION_MS,
      jitter: 0,
      turnTimeoutMs: LIMIT_MS,
    },
  };
}
