import type { Endpoint } from "../client/endpoint.ts";
import type { HeldBack } from "../metrics/held_back.ts";
import type { EncodedDistribution } from "../metrics/distribution.ts";
import type { EncodedSummary } from "../metrics/summary.ts";
import type { Plan } from "../plan/plan.ts";
import type { Unreachable } from "../run/job.ts";
import type { Member } from "./roster.ts";

/** What coordinator and agents tell each other: plain JSON. */

/** Where rows of the tables go: through the stream, or into a folder of the agent's alone. */
export type RowsTo = "stream" | "agent";

/** An agent's answer to a roll call. */
export interface Announcement {
  readonly name: string;
  readonly region: string;
  readonly version: string;
  /** Of this process: another one of the same name has another. */
  readonly instance: string;
  /** Its place among the agents of its region, where it was given one. */
  readonly place?: { readonly index: number; readonly count: number };
  /** The run that it is in. */
  readonly runId?: string;
}

/**
 * What one agent is to do. It goes to the agent alone and is kept nowhere: how to dial holds keys and
 * tickets.
 */
export interface Order {
  readonly version: string;
  readonly runId: string;
  readonly endpoint: Endpoint;
  readonly workers: number | "auto";
  readonly rows: RowsTo;
  /** Whether the instrument's own error is to be measured first. */
  readonly calibrate: boolean;
}

export type OrderReply = { readonly accepted: true } | { readonly refused: string };

/** The first record of a run; the chunks of its speech came before it. */
export interface PlanRecord {
  readonly version: string;
  readonly runId: string;
  readonly plan: Plan;
  readonly members: readonly Member[];
  readonly speechChunks: number;
  /** What whoever resumes the run needs to report it; holds no secret. */
  readonly brief: unknown;
}

/** All clients of the agent could start now. */
export interface ReadyRecord {
  readonly calibration?: Readonly<Record<"rtt" | "ttfa" | "pacing", EncodedDistribution>>;
}

/** When one agent starts, by its own clock, and how that was found out. */
export interface AgentStart {
  readonly atEpochMs: number;
  /** Its clock minus the coordinator's. */
  readonly offsetMs: number;
  /** The offset may be wrong by so much, either way. */
  readonly errorMs: number;
}

export interface StartRecord {
  readonly starts: Readonly<Record<string, AgentStart>>;
}

/** All agents are to stop. */
export interface StopRecord {
  readonly reason: string;
}

/** A second of an agent. */
export interface WindowRecord {
  /** 0-based, from the start. */
  readonly number: number;
  readonly summary: EncodedSummary;
  /** At its end. */
  readonly openClients: number;
  /** Time that all sessions together were open in it. */
  readonly openMs: number;
}

/** Lines of `turns.csv` and `sessions.csv`. */
export interface RowsRecord {
  /** 0-based, from the start. */
  readonly number: number;
  readonly turns: string;
  readonly sessions: string;
}

/** The last record of an agent. */
export interface EndRecord {
  /** So many windows and chunks of rows were there before it. */
  readonly windows: number;
  readonly rows: number;
  readonly unreachable: readonly Unreachable[];
  readonly failed?: string;
  /** Its owner ended it before its share was done. */
  readonly hasLeft?: true;
  /** How late the agent knew when to start; 0 where it knew in time. */
  readonly startLateMs: number;
  readonly heldBack?: HeldBack;
  /** What targets did to sessions, in their own words. */
  readonly complaints: readonly string[];
  /** What else targets said. */
  readonly remarks: readonly string[];
  /** With the number of sessions that each ended. */
  readonly scenarioErrors: readonly (readonly [error: string, sessions: number])[];
  /** Where the agent keeps rows, where it does. */
  readonly folder?: string;
}

export function encode(record: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(record));
}

export function decode<T>(data: Uint8Array): T {
  return JSON.parse(new TextDecoder().decode(data));
}
