import type { HistoryCell } from "../gate/history_judgement.ts";
import type { CellJudgement } from "../gate/judgement.ts";
import type { GateVerdict } from "../gate/looks.ts";
import type { GateRules } from "../gate/rules.ts";

/** The content of `gate.json`, of one target against another. */
export interface GateReport {
  readonly schemaVersion: 1;
  readonly runId: string;
  /** As they were given; a URL without its secrets. */
  readonly base: string;
  readonly candidate: string;
  readonly verdict: GateVerdict | "invalid" | "interrupted" | "unreachable";
  /** Why it is none of the first three, or what could not be judged. */
  readonly reasons: readonly string[];
  /** How many blocks were run, and how many looks were taken at them. */
  readonly blocks: number;
  readonly looks: number;
  /** The most blocks there could have been. */
  readonly maxBlocks: number;
  /** What each look could spend of the error rate. */
  readonly lookAlpha: number;
  readonly rules: GateRules;
  /** Turns of each target that ended well or not, over all regions. */
  readonly turns: number;
  /** Turns that the generator spoilt: in no figure. */
  readonly late: number;
  readonly cells: readonly CellJudgement[];
}

/** The content of `gate.json`, of one run (`candidate`) against a folder of past ones (`base`). */
export interface HistoryReport
  extends Omit<GateReport, "blocks" | "looks" | "maxBlocks" | "lookAlpha" | "cells"> {
  /** Those that it was compared with, in the order of time. */
  readonly past: readonly PastRun[];
  /** How many runs of the folder were left out, by reason. */
  readonly leftOut: Readonly<Record<string, number>>;
  readonly cells: readonly HistoryCell[];
}

export interface PastRun {
  readonly runId: string;
  /** ISO 8601 in UTC. */
  readonly startedAt: string;
}

export type AnyGateReport = GateReport | HistoryReport;
