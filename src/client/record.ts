import type { BridgeFacts } from "./bridge_report.ts";

/**
 * What one synthetic client brings home: a record per attempted turn and one per session. Records are
 * plain data in ms on the client's monotonic clock; `undefined` means not measured, never zero.
 */

/** How an attempted turn ended. Exactly one each; only `ok` turns enter latency percentiles. */
export const OUTCOMES = [
  "ok",
  "late_generator",
  "no_audio",
  "early_reply",
  "split_turn",
  "interrupted",
  "error",
  "timeout",
  "closed",
] as const;
export type Outcome = typeof OUTCOMES[number];

/** `error_code` of a turn that the end of the run cut off. */
export const RUN_STOPPED = "run_stopped";
/** `error_code` of a turn that the scenario left before its reply was over. */
export const REPLY_NOT_HEARD = "reply_not_heard";
/** `error_code` of turns and sessions that were open when the thread that held them was given up. */
export const WORKER_LOST = "worker_lost";

/** What is known of a turn when it begins. */
export interface TurnHead {
  /** 1-based, within the session. */
  readonly turn: number;
  readonly scenario: string;
  readonly fixture: string;
  /** Wall time of the turn's first speech frame, ms since the epoch. */
  readonly startedAtMs: number;
  /** Whether this is the first turn of a session on an instance that said it is new. */
  readonly cold: boolean;
}

export interface TurnRecord extends TurnHead {
  readonly outcome: Outcome;
  readonly errorCode?: string;
  readonly ttfaMs?: number;
  readonly ttfaAudibleMs?: number;
  readonly endpointingMs?: number;
  readonly responseLatencyMs?: number;
  readonly turnMs?: number;
  readonly transcriptMs?: number;
  readonly rttMs?: number;
  readonly bridgeRttMs?: number;
  readonly replyAudioMs?: number;
  readonly underruns?: number;
  readonly underrunWorstMs?: number;
  readonly underrunTotalMs?: number;
  readonly bargeInStopMs?: number;
  /** Lateness (due → written) of each frame sent during the turn. */
  readonly pacingMs: Float64Array;
  /** Left in this process at the end of speech, not taken by the system. */
  readonly unsentBytes: number;
}

/**
 * How a session ended: `ok`, or why it could not do all its turns. `interrupted` is the run's doing,
 * `late_generator` this program's, the others the target's.
 */
export type SessionOutcome =
  | "ok"
  | "unreachable"
  | "refused"
  | "error"
  | "timeout"
  | "closed"
  | "interrupted"
  | "late_generator";

export interface SessionRecord extends BridgeFacts {
  readonly startedAtMs: number;
  /** How late the dial was: due → dialled. `undefined` where the plan gave it no due time. */
  readonly startLateMs?: number;
  readonly scenario: string;
  readonly outcome: SessionOutcome;
  readonly errorCode?: string;
  /** What the target said with it: one printable line. */
  readonly errorMessage?: string;
  readonly closeCode?: number;
  /** What the scenario did wrong or found missing, and where, e.g. `… (hotel.ts:12:7)`. */
  readonly scenarioError?: string;
  /** Events that the scenario sent itself and the service refused: which, where and why. */
  readonly refusals?: readonly string[];
  readonly dnsMs?: number;
  readonly tcpMs?: number;
  readonly tlsMs?: number;
  readonly upgradeMs?: number;
  readonly sessionReadyMs?: number;
  /** Spawn of the instance → it accepts connections. */
  readonly listeningMs?: number;
  readonly coldStartMs?: number;
  readonly cold: boolean;
  /** The generator was held up while it connected: its phases prove nothing. */
  readonly lateConnect: boolean;
  readonly bootId?: string;
  readonly bridgeRegion?: string;
  /** Whether the bridge told what it saw of this session, or would have if asked. */
  readonly bridgeProbe?: "on" | "available";
  readonly turns: number;
  /** Turns that were planned and never attempted; missing: none, or nobody counts them. */
  readonly turnsMissed?: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
}
