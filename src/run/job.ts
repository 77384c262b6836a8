import type { SpeechFixture } from "../audio/fixture.ts";
import type { Endpoint } from "../client/endpoint.ts";
import type { TurnHead } from "../client/record.ts";
import type { SampleTags, SessionSample, TurnSample } from "../metrics/sample.ts";
import type { Plan } from "../plan/plan.ts";
import type { Segment } from "../plan/segment.ts";

/** How to dial each region of a plan. */
export type Endpoints = Readonly<Record<string, Endpoint>>;

/** A plan and all that is needed to drive it: plain data, so that it can go to a worker or an agent. */
export interface Job {
  readonly runId: string;
  readonly agent: string;
  readonly plan: Plan;
  /** The part of the plan to drive; left out: all of it. */
  readonly segment?: Segment;
  readonly endpoints: Endpoints;
  /** Another runner holds the first session with each target, and tells this one at the start. */
  readonly isFollower?: boolean;
  readonly speech: readonly SpeechFixture[];
  /** The file that holds the plan's scenario; left out: it is a built-in one. */
  readonly scenarioFile?: string;
}

/** An arrival that found no free client: it became no session. */
export interface Dropped {
  readonly region: string;
  readonly scenario: string;
}

/** A turn of which no more is known yet than that it was attempted. */
export interface TurnBegun extends TurnHead {
  readonly tags: SampleTags;
}

/** Receives what the clients measure, as it happens. */
export interface Sink {
  /** A client has dialled. */
  begun(sessionId: string): void;
  /** One of its turns has begun; what became of it follows, unless the runner gives out. */
  turnBegun?(turn: TurnBegun): void;
  turn(sample: TurnSample): void;
  session(sample: SessionSample): void;
  dropped(arrival: Dropped): void;
}

/** A region whose target did not answer a first session. */
export interface Unreachable {
  readonly region: string;
  readonly url: string;
  /** E.g. `unreachable`, `refused`, `timeout`. */
  readonly outcome: string;
  readonly errorCode?: string;
  /** What the target said with it. */
  readonly errorMessage?: string;
}

/** What became of a job as a whole. */
export interface JobEnd {
  /** Where there is one, nothing was measured. */
  readonly unreachable: readonly Unreachable[];
  /** Why part of the job was not done, where a worker failed: what had been measured until then counts. */
  readonly failed?: string;
}

/**
 * Drives a job to its end, or until the signal aborts. A run on this machine, on several workers or
 * on a fleet all look like this.
 */
export interface Runner<S = Sink> {
  run(job: Job, sink: S, signal: AbortSignal): Promise<JobEnd>;
}
