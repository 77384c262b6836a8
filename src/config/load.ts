import { durationOf, peakOf, type Stage } from "./stage.ts";

/** A fixed number of clients, each in one session. */
export interface ConstantSessions {
  readonly shape: "constant-sessions";
  /** In each region. */
  readonly clients: number;
  /** The clients' starts are spread over this time. */
  readonly rampMs: number;
  /** Of each session; left out where they go on for `durationMs`. */
  readonly turns?: number;
  readonly durationMs?: number;
}

/** New sessions at a rate that does not ask whether the earlier ones are done. */
export interface Arrivals {
  readonly shape: "constant-arrival-rate" | "ramping-arrival-rate";
  /** The pool of each region; an arrival that finds all of them busy is dropped. */
  readonly clients: number;
  /** Of each session. */
  readonly turns: number;
  /** New sessions per second in each region. */
  readonly stages: readonly Stage[];
}

/** As many clients at a time as the stages say, each in a session until it is one too many. */
export interface RampingSessions {
  readonly shape: "ramping-sessions";
  /** Concurrent sessions in each region. */
  readonly stages: readonly Stage[];
}

/** How many callers there are when: plain data. */
export type Load = ConstantSessions | Arrivals | RampingSessions;

/** The most clients that can be connected at once in each region. */
export function peakClients(load: Load): number {
  return load.shape === "ramping-sessions" ? Math.round(peakOf(load.stages)) : load.clients;
}

/** When the last turn may begin, in ms from the start; missing where the turns are counted. */
export function loadDurationMs(load: Load): number | undefined {
  return load.shape === "constant-sessions" ? load.durationMs : durationOf(load.stages);
}
