import type { SessionSample, TurnSample } from "../metrics/sample.ts";
import type { Job, Unreachable } from "./job.ts";

/** What the runner's worker is told. */
export type ToWorker = { readonly run: Job } | { readonly stop: true };

/** What the runner's worker tells. */
export type FromWorker =
  | { readonly begun: string }
  | { readonly turn: TurnSample }
  | { readonly session: SessionSample }
  | { readonly done: readonly Unreachable[] };
