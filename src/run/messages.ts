import type { SessionSample, TurnSample } from "../metrics/sample.ts";
import type { Start } from "./barrier.ts";
import type { Dropped, Endpoints, Job, JobEnd, TurnBegun } from "./job.ts";

/** What the runner's worker is told. */
export type ToWorker =
  | { readonly run: Job }
  | { readonly start: Start }
  | { readonly stop: true };

/** What the runner's worker tells. */
export type FromWorker =
  /** Its thread is not held up. */
  | { readonly alive: true }
  /** Waiting to be told when to start. */
  | { readonly ready: true; readonly learnt?: Endpoints }
  | { readonly begun: string }
  | { readonly turnBegun: TurnBegun }
  | { readonly turn: TurnSample }
  | { readonly session: SessionSample }
  | { readonly dropped: Dropped }
  | { readonly done: JobEnd };

/** What is said of a run that lost a worker. */
export function failure(message: string): string {
  return `a worker of the clients failed: ${message}`;
}
