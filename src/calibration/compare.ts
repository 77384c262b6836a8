import type { SessionSample, TurnSample } from "../metrics/sample.ts";
import type { TrueSession, TruthLog } from "./truth_log.ts";
import { endLeadMs } from "./truth_speech.ts";

/** A figure as it was reported, and as the server saw it; in ms. */
export interface Pair {
  readonly reportedMs: number;
  readonly trueMs: number;
}

/** What a turn says of itself, as far as the truth knows better. */
export type ReportedTurn = Pick<
  TurnSample,
  "tags" | "turn" | "outcome" | "rttMs" | "ttfaMs" | "endpointingMs"
>;

/** What a turn reported beside what was true; missing where either did not get so far. */
export interface ComparedTurn {
  readonly rtt?: Pair;
  readonly ttfa?: Pair;
  readonly endpointing?: Pair;
}

/**
 * Puts each `ok` turn beside the server's own account. Every figure is an interval on one clock, the
 * client's or the server's: no two clocks are subtracted.
 */
export function compare(
  turns: readonly ReportedTurn[],
  sessions: readonly Pick<SessionSample, "tags" | "bootId">[],
  { sessions: truth }: Pick<TruthLog, "sessions">,
  frameMs: number,
): ComparedTurn[] {
  const names = new Map(sessions.map(({ tags, bootId }) => [tags.sessionId, bootId]));
  return turns.filter(({ outcome }) => outcome === "ok").flatMap((turn) => {
    const session = truth[names.get(turn.tags.sessionId) ?? ""];
    return session ? [compareTurn(turn, session, frameMs)] : [];
  });
}

function compareTurn(turn: ReportedTurn, session: TrueSession, frameMs: number): ComparedTurn {
  const truth = session.turns[turn.turn - 1];
  const probe = session.probes[turn.turn - 1];
  // The end of speech, had the frame that holds it arrived as it was captured.
  const endMs = truth && truth.endInMs - endLeadMs(frameMs);
  return {
    ...pair("rtt", turn.rttMs, probe?.inMs, probe?.outMs),
    ...pair("ttfa", turn.ttfaMs, endMs, truth?.audioOutMs),
    ...pair("endpointing", turn.endpointingMs, endMs, truth?.stoppedOutMs),
  };
}

function pair(
  name: keyof ComparedTurn,
  reportedMs: number | undefined,
  fromMs: number | undefined,
  toMs: number | undefined,
): ComparedTurn {
  if (reportedMs === undefined || fromMs === undefined || toMs === undefined) return {};
  return { [name]: { reportedMs, trueMs: toMs - fromMs } };
}
