import type { SpeechFixture } from "../audio/fixture.ts";
import type { Endpoint } from "../client/endpoint.ts";
import type { SessionSample, TurnSample } from "../metrics/sample.ts";
import type { Plan } from "../plan/plan.ts";

/** A plan and all that is needed to drive it: plain data, so that it can go to a worker or an agent. */
export interface Job {
  readonly runId: string;
  readonly agent: string;
  readonly plan: Plan;
  /** Of each region in the plan. */
  readonly endpoints: Readonly<Record<string, Endpoint>>;
  readonly speech: readonly SpeechFixture[];
}

/** Receives what the clients measure, as it happens. */
export interface Sink {
  /** A client has dialled. */
  begun(sessionId: string): void;
  turn(sample: TurnSample): void;
  session(sample: SessionSample): void;
}

/** A region whose target did not answer a first session. */
export interface Unreachable {
  readonly region: string;
  readonly url: string;
  /** E.g. `unreachable`, `refused`, `timeout`. */
  readonly outcome: string;
  readonly errorCode?: string;
}

/**
 * Drives a job to its end, or until the signal aborts. A run on this machine, on several workers or
 * on a fleet all look like this.
 *
 * @returns the unreachable targets; where there is one, nothing was measured.
 */
export interface Runner {
  run(job: Job, sink: Sink, signal: AbortSignal): Promise<readonly Unreachable[]>;
}
