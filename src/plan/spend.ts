import type { SpeechFixture } from "../audio/fixture.ts";
import { REALTIME_SAMPLE_RATE } from "../protocol/events.ts";
import type { SessionPlan } from "./plan.ts";

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

/** Estimates what `sessions` will spend. */
export function estimateSpend(
  sessions: readonly SessionPlan[],
  speech: readonly SpeechFixture[],
): Spend {
  const seconds = new Map(speech.map((f) => [f.name, f.samples.length / REALTIME_SAMPLE_RATE]));
  const replyTokens = ASSUMED_REPLY_S * OUTPUT_TOKENS_PER_S;
  let [audioS, inputTokens, outputTokens] = [0, 0, 0];
  for (const { turns } of sessions) {
    let contextTokens = 0;
    for (const fixture of turns) {
      const speechS = seconds.get(fixture) ?? 0;
      audioS += speechS + WAIT_S + ASSUMED_REPLY_S;
      contextTokens += speechS * INPUT_TOKENS_PER_S;
      inputTokens += contextTokens;
      outputTokens += replyTokens;
      contextTokens += replyTokens;
    }
  }
  return {
    clients: sessions.length,
    audioMinutes: audioS / 60,
    inputTokens: Math.round(inputTokens),
    outputTokens,
  };
}
