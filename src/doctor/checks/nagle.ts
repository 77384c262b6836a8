import { percentile } from "../../random/percentile.ts";
import type { Check } from "../check.ts";
import type { Outcome } from "../finding.ts";
import type { Visit } from "../visit.ts";

/** Round trips of one and the same moment, in ms, so that they can be compared. */
export interface Round {
  /** Of a frame of some hundred bytes. */
  readonly smallMs: number;
  /** Of one as large as 20 ms of audio. */
  readonly largeMs: number;
  /** Of two small ones sent at once: from the first answer to the second. */
  readonly gapMs: number;
}

/** Makes a frame as large as one with 20 ms of audio. */
const LARGE_ID = `item_${"x".repeat(1300)}`;
const ROUNDS = 20;
/** At first the system acknowledges at once, which hides the fault. */
const WARM_UP = 5;
const MIN_ROUNDS = 8;
const ANSWER_MS = 3_000;
const BUDGET_MS = 12_000;
/** Delayed acknowledgements come after 40 ms or so; nothing else is this regular. */
const HELD_MS = 20;
const CERTAIN_SHARE = 0.75;

/** Nagle's algorithm holds what is written until the last write is acknowledged. */
export const nagle: Check = {
  name: "nagle",
  title: "passes frames on at once",
  needs: "session",
  run: async (patient) => {
    const met = await patient.meet();
    if (!met.ok) return { result: "unchecked", why: met.why };
    await using visit = met.visit;
    const untilMs = patient.clock.now() + BUDGET_MS;
    const rounds: Round[] = [];
    const now = () => patient.clock.now();
    while (rounds.length < WARM_UP + ROUNDS && now() < untilMs) {
      const round = await takeRound(visit, now);
      if (!round) break;
      rounds.push(round);
    }
    return judgeRounds(rounds.slice(WARM_UP), patient.standIn !== undefined);
  },
};

async function takeRound(visit: Visit, now: () => number): Promise<Round | undefined> {
  const smallMs = await roundTrip(visit, now);
  const largeMs = await roundTrip(visit, now, LARGE_ID);
  const pair = [visit.ask(), visit.ask()];
  const at = () => pair.map((id) => visit.answeredAtMs(id));
  await visit.until(() => at().every((atMs) => atMs !== undefined), ANSWER_MS);
  const [firstMs, secondMs] = at();
  if (smallMs === undefined || largeMs === undefined) return undefined;
  if (firstMs === undefined || secondMs === undefined) return undefined;
  return { smallMs, largeMs, gapMs: secondMs - firstMs };
}

async function roundTrip(
  visit: Visit,
  now: () => number,
  itemId?: string,
): Promise<number | undefined> {
  const sentAtMs = now();
  const id = visit.ask(itemId);
  await visit.until(() => visit.answeredAtMs(id) !== undefined, ANSWER_MS);
  const atMs = visit.answeredAtMs(id);
  return atMs && atMs - sentAtMs;
}

/** @param ownUpstream whether nothing but the bridge can have held a frame. */
export function judgeRounds(rounds: readonly Round[], ownUpstream: boolean): Outcome {
  if (rounds.length < MIN_ROUNDS) {
    return { result: "unchecked", why: "too few of the requests were answered" };
  }
  const held = [
    { ms: rounds.map(({ largeMs, smallMs }) => largeMs - smallMs), describe: describeUp },
    { ms: rounds.map(({ gapMs }) => gapMs), describe: describeDown },
  ].filter(({ ms }) => medianOf(ms) >= HELD_MS);
  const small = medianOf(rounds.map(({ smallMs }) => smallMs)).toFixed(1);
  const large = medianOf(rounds.map(({ largeMs }) => largeMs)).toFixed(1);
  const gap = medianOf(rounds.map(({ gapMs }) => gapMs)).toFixed(1);
  const figures = `medians of ${rounds.length}: a small frame and its answer ${small} ms, one of ` +
    `1.4 KB ${large} ms, two answers ${gap} ms apart`;
  if (held.length === 0) return { result: "sound", evidence: figures };
  const isRegular = held.some(({ ms }) =>
    ms.filter((one) => one >= HELD_MS).length >= CERTAIN_SHARE * ms.length
  );
  return {
    result: "fault",
    certainty: ownUpstream && isRegular ? "certain" : "likely",
    what: `Nagle's algorithm holds frames back: ${
      held.map(({ ms, describe }) => describe(medianOf(ms).toFixed(0))).join(", and ")
    }`,
    evidence: figures,
    remedy: "set TCP_NODELAY and write each frame at once: upstream with npm:ws in place of the " +
      "runtime's WebSocket; towards clients with setNoDelay where the server speaks TLS itself",
  };
}

const describeUp = (ms: string) => `each frame of over 1 KB to the upstream by ${ms} ms`;
const describeDown = (ms: string) => `the second of two to the client by ${ms} ms`;

function medianOf(ms: readonly number[]): number {
  return percentile(ms, 0.5);
}
