import type { AnsweredTurn, Cohort } from "./cohort.ts";

/** What a wait consists of, from what lies nearest to the service to what lies nearest to the caller. */
export const PARTS = ["endpointing", "think", "relay", "network"] as const;
export type Part = typeof PARTS[number];
/** ms each; together they are the turn's ttfa. */
export type Parts = Readonly<Record<Part, number>>;

/** What the turns of a region have in common, in ms. */
export interface Path {
  /** For turns whose own round trip was not measured. */
  readonly rttMs: number;
  /** What the bridge holds one frame for; 0 where it does not say. */
  readonly hopMs: number;
}

export function pathOf(cohort: Cohort): Path {
  return {
    rttMs: cohort.metric("rtt")?.p50 ?? 0,
    hopMs: cohort.metric("relay_hop")?.p50 ?? 0,
  };
}

/**
 * Splits a wait. The last frame travels up and an answer down within it, once each, so one round trip is
 * the path's: of it two hops are the bridge's (`relay`), the rest the network's. What the service takes to
 * notice the end of speech (`endpointing`) and then to answer (`think`) is what remains of the two
 * measured spans. Where the caller ends the turn himself, the round trip lies in the second one.
 */
export function splitWait(turn: AnsweredTurn, { rttMs, hopMs }: Path): Parts {
  const { ttfaMs } = turn;
  const noticedMs = within(turn.endpointingMs ?? 0, ttfaMs);
  const answeredMs = ttfaMs - noticedMs;
  const served = turn.endpointingMs === undefined ? answeredMs : noticedMs;
  const pathMs = within(turn.rttMs ?? rttMs, served);
  const relay = within(2 * hopMs, pathMs);
  const [endpointing, think] = turn.endpointingMs === undefined
    ? [0, answeredMs - pathMs]
    : [noticedMs - pathMs, answeredMs];
  return { endpointing, think, relay, network: pathMs - relay };
}

function within(valueMs: number, limitMs: number): number {
  return Math.max(0, Math.min(valueMs, limitMs));
}

/** The mean parts of neighbouring turns. */
export interface Slice {
  /** Where they stand among all, fastest first: their middle, in percent. */
  readonly percent: number;
  readonly parts: Parts;
}

/** Cuts the turns, the fastest first, into at most `most` slices of about equal size. */
export function partsBySlice({ turns }: Cohort, path: Path, most: number): Slice[] {
  const count = Math.min(most, turns.length);
  return Array.from({ length: count }, (_, i) => {
    const [from, to] = [i, i + 1].map((k) => Math.floor(k * turns.length / count)) as [
      number,
      number,
    ];
    const percent = 50 * (from + to) / turns.length;
    return { percent, parts: mean(turns.slice(from, to).map((turn) => splitWait(turn, path))) };
  });
}

function mean(all: readonly Parts[]): Parts {
  const of = (part: Part) => all.reduce((sum, parts) => sum + parts[part], 0) / all.length;
  return {
    endpointing: of("endpointing"),
    think: of("think"),
    relay: of("relay"),
    network: of("network"),
  };
}
