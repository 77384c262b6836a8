import type { SpeechFixture } from "../audio/fixture.ts";
import { loadDurationMs, peakClients } from "../config/load.ts";
import { REALTIME_SAMPLE_RATE } from "../protocol/events.ts";
import type { Plan, SessionPlan } from "./plan.ts";
import { sessionsOf } from "./sessions.ts";
import { fixturesOf, pausesOf } from "./turns.ts";

/** What a plan will stream and be billed for; an estimate, since nobody knows how long the replies are. */
export interface Spend {
  readonly clients: number;
  /** Open-microphone time of all clients together. */
  readonly audioMinutes: number;
  /** Audio in: each response has the whole conversation before it as input. Before any caching. */
  readonly inputTokens: number;
  /** Audio out. */
  readonly outputTokens: number;
}

const INPUT_TOKENS_PER_S = 10;
const OUTPUT_TOKENS_PER_S = 20;

/** Assumed for each turn: what passes between the end of speech and the reply, and the reply itself. */
const WAIT_S = 2;
export const ASSUMED_REPLY_S = 5;

/** Estimates what the sessions of `regions` will spend. */
export function estimateSpend(
  plan: Plan,
  regions: readonly string[],
  speech: readonly SpeechFixture[],
): Spend {
  const seconds = new Map(speech.map((f) => [f.name, f.samples.length / REALTIME_SAMPLE_RATE]));
  const sum = { audioS: 0, inputTokens: 0, outputTokens: 0 };
  for (const session of sessionsOf(plan)) {
    if (regions.includes(session.region)) add(sum, plan, session, seconds);
  }
  const clients = peakClients(plan.load) * regions.length;
  // A pool is never more than busy: arrivals beyond it are dropped.
  const mostS = clients * ((loadDurationMs(plan.load) ?? Infinity) + plan.gracefulStopMs) / 1000;
  const share = Math.min(1, mostS / sum.audioS);
  return {
    clients,
    audioMinutes: share * sum.audioS / 60,
    inputTokens: Math.round(share * sum.inputTokens),
    outputTokens: Math.round(share * sum.outputTokens),
  };
}

type Sum = { audioS: number; inputTokens: number; outputTokens: number };

/** Adds the turns that one session has, or has time for. */
function add(sum: Sum, plan: Plan, session: SessionPlan, seconds: ReadonlyMap<string, number>) {
  const timeS = (session.endMs - session.dueMs) / 1000;
  const pauses = pausesOf(plan, session);
  const replyTokens = ASSUMED_REPLY_S * OUTPUT_TOKENS_PER_S;
  let [passedS, contextTokens] = [0, 0];
  for (const fixture of fixturesOf(plan, session)) {
    if (passedS >= timeS) break;
    const speechS = seconds.get(fixture) ?? 0;
    const pauseS = pauses.next().value / 1000;
    passedS += speechS + WAIT_S + ASSUMED_REPLY_S + pauseS;
    contextTokens += speechS * INPUT_TOKENS_PER_S;
    sum.inputTokens += contextTokens;
    sum.outputTokens += replyTokens;
    contextTokens += replyTokens;
  }
  sum.audioS += passedS;
}
