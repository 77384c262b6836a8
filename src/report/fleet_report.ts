/** Windows of results: one for each agent and second. */
export interface Windows {
  readonly received: number;
  readonly expected: number;
}

/** One agent's part in a run. */
export interface FleetAgent {
  readonly name: string;
  readonly region: string;
  readonly windows: Windows;
  /** Missing where it did all its share; else why not. */
  readonly trouble?: string;
  /** Its clock minus the coordinator's, as estimated before the start; missing where there was none. */
  readonly clockOffsetMs?: number;
  /** The estimate may be wrong by so much, either way. */
  readonly clockErrorMs?: number;
  /** How long after its own moment it heard of the start; 0: it heard in time. */
  readonly startLateMs?: number;
  /** Where it keeps its own files. */
  readonly folder?: string;
}

/** What `run.json` says of the agents that measured a run. */
export interface FleetReport {
  readonly agents: readonly FleetAgent[];
  readonly regions: readonly (Windows & { readonly region: string })[];
  /**
   * The agents were told to start no further apart: how late its clients then began is in `start_late_ms`.
   * Missing where one of them is not known.
   */
  readonly startSkewMs?: number;
}
