import type { SpeechFixture } from "../audio/fixture.ts";
import { REALTIME_SAMPLE_RATE } from "../protocol/events.ts";
import type { SessionPlan } from "./plan.ts";

/** What a plan will stream and be billed for; an estimate, since nobody knows how long the replies are. */
export interface Spend {
  readonly clients: number;
  /** Open-microphone time of all clients together. */
  readonly audioMinutes: number;
  /** At 1 token per 100 ms of speech. */
  readonly inputTokens: number;
  /** At 1 token per 50 ms of reply. */
  readonly outputTokens: number;
}

/** Assumed for each turn: what passes between the end of speech and the reply, and the reply itself. */
const WAIT_S = 2;
export const ASSUMED_REPLY_S = 5;

/** Estimates what `sessions` will spend. */
export function estimateSpend(
  sessions: readonly SessionPlan[],
  speech: readonly SpeechFixture[],
): Spend {
  const seconds = new Map(speech.map((f) => [f.name, f.samples.length / REALTIME_SAMPLE_RATE]));
  const turns = sessions.flatMap((session) => session.turns);
  const speechS = turns.reduce((sum, fixture) => sum + (seconds.get(fixture) ?? 0), 0);
  return {
    clients: sessions.length,
    audioMinutes: (speechS + turns.length * (WAIT_S + ASSUMED_REPLY_S)) / 60,
    inputTokens: Math.round(speechS * 10),
    outputTokens: Math.round(turns.length * ASSUMED_REPLY_S * 20),
  };
}
