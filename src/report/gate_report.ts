import type { CellJudgement } from "../gate/judgement.ts";
import type { GateVerdict } from "../gate/looks.ts";
import type { GateRules } from "../gate/rules.ts";

/** The content of `gate.json`. */
export interface GateReport {
  readonly schemaVersion: 1;
  readonly runId: string;
  /** As they were given; a URL without its secrets. */
  readonly base: string;
  readonly candidate: string;
  readonly verdict: GateVerdict | "invalid" | "interrupted" | "unreachable";
  /** Why it is none of the first three. */
  readonly reasons: readonly string[];
  /** How many blocks were run, and how many looks were taken at them. */
  readonly blocks: number;
  readonly looks: number;
  readonly rules: GateRules;
  /** Turns of each target that ended well or not, over all regions. */
  readonly turns: number;
  /** Turns that the generator spoilt: in no figure. */
  readonly late: number;
  readonly cells: readonly CellJudgement[];
}
