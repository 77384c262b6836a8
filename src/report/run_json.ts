import type { EncodedSummary, OutcomeRow, Summary, SummaryRow } from "../metrics/summary.ts";
import type { HeldBack } from "../metrics/held_back.ts";
import type { InstrumentError } from "../metrics/error_bar.ts";
import type { Verdict } from "../metrics/verdict.ts";
import type { FleetReport } from "./fleet_report.ts";

/** Of `run.json`: a reader of another one must not guess. */
export const SCHEMA_VERSION = 1;

export interface Environment {
  readonly ttfa: string;
  readonly deno: string;
  readonly os: string;
  readonly cpus: number;
  /** What V8 was told to do otherwise than by itself: it moves the clients' own error. */
  readonly v8Flags?: string;
  /** Load average over 1, 5 and 15 minutes at the start. */
  readonly load: readonly number[];
}

/** Whether the figures can be trusted at all, and if not, why not. */
export interface Validity {
  readonly valid: boolean;
  readonly reasons: readonly string[];
}

/** What is known when a run starts. */
export interface RunHead {
  readonly runId: string;
  /** ISO 8601 in UTC. */
  readonly startedAt: string;
  readonly config: unknown;
  readonly environment: Environment;
}

/** A run that was ended by one of its thresholds. */
export interface Aborted {
  /** The threshold's expression. */
  readonly by: string;
  /** From the start of the load. */
  readonly afterMs: number;
}

/** What a gate found of the two targets whose turns a run holds. */
export interface GateFound {
  /** As in `gate.json`: `passed`, `regression`, or why neither. */
  readonly verdict: string;
  /** The same as a sentence without its full stop, with the reasons. */
  readonly said: string;
}

/** What is known when it has ended. */
export interface RunEnd {
  readonly endedAt: string;
  readonly state: "complete" | "interrupted";
  /** Where a threshold interrupted it. */
  readonly aborted?: Aborted;
  readonly validity: Validity;
  readonly warnings: readonly string[];
  readonly thresholds: readonly Verdict[];
  /** Missing where the instrument was not calibrated. */
  readonly instrument?: InstrumentError;
  /** What the system held back of what was sent; missing where it does not tell. */
  readonly heldBack?: HeldBack;
  /** Missing where this machine measured by itself. */
  readonly fleet?: FleetReport;
  /** Missing where no gate was. */
  readonly gate?: GateFound;
  readonly summary: Summary;
}

/** The content of `run.json`. */
export interface RunReport extends RunHead {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  /** Missing while the run goes on; a killed run stays `running` for good. */
  readonly endedAt?: string;
  readonly state: "running" | "complete" | "interrupted";
  /** Where a threshold interrupted it. */
  readonly aborted?: Aborted;
  readonly validity: Validity;
  readonly warnings: readonly string[];
  readonly thresholds: readonly Verdict[];
  /** By how much its own figures may be off; missing where it was not calibrated. */
  readonly instrument?: InstrumentError;
  /** What the system held back of what was sent; missing where it does not tell. */
  readonly heldBack?: HeldBack;
  /** Who measured; missing where one machine did by itself. */
  readonly fleet?: FleetReport;
  /** Missing where no gate was. */
  readonly gate?: GateFound;
  readonly outcomes: readonly OutcomeRow[];
  readonly summary: readonly SummaryRow[];
  /** What `summary` was computed from, mergeable: `Summary.decode` reads it. */
  readonly histograms: EncodedSummary;
}

/** The report of a run that has begun: not valid until it has ended. */
export function runningReport(head: RunHead): RunReport {
  return {
    schemaVersion: SCHEMA_VERSION,
    ...head,
    state: "running",
    validity: { valid: false, reasons: ["the run has not ended"] },
    warnings: [],
    thresholds: [],
    outcomes: [],
    summary: [],
    histograms: [],
  };
}

export function endedReport(head: RunHead, { summary, ...end }: RunEnd): RunReport {
  return {
    schemaVersion: SCHEMA_VERSION,
    ...head,
    ...end,
    outcomes: summary.outcomes(),
    summary: summary.rows(),
    histograms: summary.encode(),
  };
}
