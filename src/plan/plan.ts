/** What one client will do: pure data, computed before anything starts. */
export interface SessionPlan {
  readonly id: string;
  readonly region: string;
  /** When to dial, in ms from the start of the run. */
  readonly dueMs: number;
  readonly scenario: string;
  /** Fixture of each turn. */
  readonly turns: readonly string[];
}

/** A whole run. Equal options give an equal plan, on every machine. */
export interface Plan {
  readonly seed: number;
  readonly frameMs: number;
  readonly turnTimeoutMs: number;
  /** A frame or a hold-up of the generator that is later than this takes its turn out of the figures. */
  readonly lateLimitMs: number;
  /** In the order of their due times. */
  readonly sessions: readonly SessionPlan[];
}
