import type { Arm } from "../../src/gate/block.ts";
import type { CellJudgement } from "../../src/gate/judgement.ts";
import type { GateReport } from "../../src/report/gate_report.ts";
import type { RowName } from "./rows.ts";

/** What one target showed in one block: `ttfa` in ms of the turns that ended well. */
export interface ArmTurns {
  readonly ttfaMs: number[];
  failed: number;
}

/** One gate, as a line of the file: its verdict, and its turns for the other rules. */
export interface GateRecord {
  readonly row: RowName;
  readonly seed: number;
  /** Of the gates of this row and seed, from 0. */
  readonly gate: number;
  /** UTC. */
  readonly startedAt: string;
  readonly wallMs: number;
  readonly verdict: GateReport["verdict"];
  readonly reasons: readonly string[];
  readonly turns: number;
  readonly late: number;
  readonly cells: readonly CellJudgement[];
  /** By block. */
  readonly blocks: readonly Readonly<Record<Arm, ArmTurns>>[];
}

/** The gates that `path` holds; none where there is no such file. */
export async function readRecords(path: string): Promise<GateRecord[]> {
  const text = await Deno.readTextFile(path).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  });
  return text.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line));
}

/** In one write: other processes may append to the same file. */
export function appendRecord(path: string, record: GateRecord): void {
  Deno.writeTextFileSync(path, `${JSON.stringify(record)}\n`, { append: true });
}

/** Whether the gate came to a verdict: one that is void, or was cut off, is no evidence. */
export function isJudged({ verdict }: GateRecord): boolean {
  return ["passed", "regression", "inconclusive"].includes(verdict);
}
