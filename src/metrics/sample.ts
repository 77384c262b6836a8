import type { SessionRecord, TurnRecord } from "../client/record.ts";

/** Where a record comes from: what a client does not know about itself. */
export interface SampleTags {
  readonly runId: string;
  readonly region: string;
  /** The process that measured it; `local` where there is only one. */
  readonly agent: string;
  readonly sessionId: string;
}

export interface TurnSample extends TurnRecord {
  readonly tags: SampleTags;
}

export interface SessionSample extends SessionRecord {
  readonly tags: SampleTags;
}
