import type { Load } from "../config/load.ts";
import type { Distribution } from "../random/distribution.ts";

/**
 * A whole run as plain data: who calls when, and what is said, follows from it alone, on every
 * machine. `sessionsOf` spells it out, for the whole or for a segment.
 */
export interface Plan {
  readonly seed: number;
  readonly regions: readonly string[];
  readonly scenario: string;
  readonly fixtures: readonly string[];
  readonly load: Load;
  /** A caller's pause from one turn to the next. */
  readonly thinkBetween: Distribution;
  /** When its time is up a session may take so long to hear its open turn out. */
  readonly gracefulStopMs: number;
  /** Each start is delayed by up to this share of the time to the next one. */
  readonly jitter: number;
  readonly frameMs: number;
  readonly turnTimeoutMs: number;
  /** A frame or a hold-up of the generator that is later than this takes its turn out of the figures. */
  readonly lateLimitMs: number;
}

/** What one client does in one session. */
export interface SessionPlan {
  readonly id: string;
  /** 1-based, within the region: sessions of equal number say the same in every region. */
  readonly number: number;
  readonly region: string;
  /** When to dial, in ms from the start of the run. */
  readonly dueMs: number;
  /** When its last turn may begin, in ms from the start of the run; `Infinity`: any time. */
  readonly endMs: number;
  /** How many turns; `Infinity`: as many as there is time for. */
  readonly turns: number;
}

/** A session to come, as an executor gives it: numbers alone. */
export interface Start {
  /** Index of the region. */
  readonly region: number;
  /** As {@linkcode SessionPlan.number}. */
  readonly number: number;
  /** Which client of the region takes the call, 0-based: decides which segment it belongs to. */
  readonly client: number;
  readonly dueMs: number;
  readonly endMs: number;
  readonly turns: number;
}

/** What every executor needs besides its load. */
export type Schedule = Pick<Plan, "frameMs" | "jitter" | "seed"> & {
  /** How many regions there are. */
  readonly regions: number;
};
