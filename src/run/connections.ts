import type { SessionRecord } from "../client/record.ts";
import { given } from "../config/given.ts";
import type { SampleTags, SessionSample } from "../metrics/sample.ts";

/** What the plan says of a session, and how the first dial kept to it. */
export interface Booking {
  readonly tags: SampleTags;
  /** Due → dialled. */
  readonly startLateMs: number;
  /** A dial that is later than this proves nothing. */
  readonly lateLimitMs: number;
  /** Missing where nobody counts them. */
  readonly turns?: number;
}

/** The connections of one session, each a row of its own: `NAME`, then `NAME.2` and so on. */
export class Connections {
  #count = 1;
  #turns = 0;

  constructor(readonly booking: Booking) {}

  /** Of the present one. */
  get tags(): SampleTags {
    const { tags } = this.booking;
    if (this.#count === 1) return tags;
    return { ...tags, sessionId: `${tags.sessionId}.${this.#count}` };
  }

  /** The present one has ended, and another begins. */
  next(record: SessionRecord): SessionSample {
    const sample = this.#sampled(record);
    this.#count++;
    return sample;
  }

  /** The session has ended with the present one. */
  last(record: SessionRecord): SessionSample {
    const sample = this.#sampled(record);
    const { turns = this.#turns } = this.booking;
    return turns > this.#turns ? { ...sample, turnsMissed: turns - this.#turns } : sample;
  }

  #sampled(record: SessionRecord): SessionSample {
    const { tags } = this;
    this.#turns += record.turns;
    return this.#count === 1 ? { tags, ...this.#sinceDue(record) } : { tags, ...record };
  }

  /** The first dial alone had a time at which it was due. */
  #sinceDue(record: SessionRecord): SessionRecord {
    const { startLateMs, lateLimitMs } = this.booking;
    const coldStartMs = record.coldStartMs && startLateMs + record.coldStartMs;
    const lateConnect = record.lateConnect || startLateMs > lateLimitMs;
    return { ...record, startLateMs, lateConnect, ...given("coldStartMs", coldStartMs) };
  }
}
