import { publicUrl } from "../config/target.ts";
import { ARMS, type Block } from "../gate/block.ts";
import { cellsOf, lacksOf } from "../gate/cell.ts";
import { type CellJudgement, judgeCells } from "../gate/judgement.ts";
import { planLooks, verdictOf } from "../gate/looks.ts";
import type { GateRules } from "../gate/rules.ts";
import type { GateReport } from "../report/gate_report.ts";
import type { JobEnd, Unreachable } from "../run/job.ts";
import { describeFailure } from "./announce.ts";

/** Beyond this share of turns that the generator spoilt, what is left does not speak for the plan. */
const TOLERATED_LATE = 0.02;

export interface Course {
  readonly regions: readonly string[];
  readonly rules: GateRules;
  readonly firstLook: number;
  readonly maxBlocks: number;
  readonly lateLimitMs: number;
  runBlock(block: number): Promise<JobEnd & { readonly blocks: ReadonlyMap<string, Block> }>;
  /** Whether the person at the terminal has had enough. */
  isInterrupted(): boolean;
}

export type CourseEnd = Pick<
  GateReport,
  "verdict" | "reasons" | "blocks" | "looks" | "turns" | "late" | "cells"
>;

/** Runs block after block, looks when it is time to, and goes on until it is decided. */
export async function runCourse(course: Course): Promise<CourseEnd> {
  const { regions, rules, firstLook, maxBlocks } = course;
  const seen = new Map<string, Block[]>(regions.map((region) => [region, []]));
  let [blocks, looks] = [0, 0];
  let cells: readonly CellJudgement[] = [];
  let lacks: readonly string[] = [];
  const ended = (verdict: CourseEnd["verdict"], ...reasons: string[]): CourseEnd => {
    return { verdict, reasons, blocks, looks, cells, ...countTurns([...seen.values()].flat()) };
  };
  for (const look of planLooks(firstLook, maxBlocks, rules.alpha)) {
    while (blocks < look.blocks) {
      const { unreachable, failed, blocks: block } = await course.runBlock(blocks);
      if (course.isInterrupted()) return ended("interrupted");
      if (unreachable.length > 0) {
        return ended("unreachable", ...unreachable.map(unreached));
      }
      if (failed !== undefined) return ended("invalid", failed);
      for (const [region, arms] of block) seen.get(region)!.push(arms);
      blocks++;
    }
    looks++;
    const fault = faultOf(seen, course.lateLimitMs);
    if (fault) return ended(fault.verdict, fault.reason);
    const read = [...seen].flatMap(([region, ofRegion]) => cellsOf(region, ofRegion));
    cells = judgeCells(read, rules, look.alpha);
    lacks = [...seen].flatMap(([region, ofRegion]) => lacksOf(region, ofRegion));
    const verdict = verdictOf(cells);
    if (verdict === "passed" && lacks.length > 0) break;
    if (verdict !== "inconclusive") return ended(verdict, ...lacks);
  }
  return ended("inconclusive", ...lacks);
}

function unreached({ region, url, ...failure }: Unreachable): string {
  return `the target of ${region}, ${publicUrl(url)}, ${describeFailure(failure)}`;
}

/** What makes a verdict impossible. */
function faultOf(
  seen: ReadonlyMap<string, readonly Block[]>,
  lateLimitMs: number,
): { verdict: "invalid" | "unreachable"; reason: string } | undefined {
  const arms = ARMS.map((arm) => ({ arm, ...countTurns([...seen.values()].flat(), [arm]) }));
  if (arms.some(({ turns, late }) => late > TOLERATED_LATE * turns)) {
    const counts = arms.map(({ arm, turns, late }) => `${late} of ${turns} turns of the ${arm}`);
    const reason = `${counts.join(" and ")} were sent or heard more than ${lateLimitMs} ` +
      "ms late by this generator: use fewer clients or a less busy machine";
    return { verdict: "invalid", reason };
  }
  for (const [region, blocks] of seen) {
    const silent = ARMS.find((arm) => blocks.every((block) => block[arm].ttfaMs.length === 0));
    if (!silent) continue;
    return { verdict: "unreachable", reason: `no turn of the ${silent} in ${region} ended well` };
  }
  return undefined;
}

/** Turns of one target, of several on average; late ones of all. */
function countTurns(blocks: readonly Block[], names = ARMS): Pick<CourseEnd, "turns" | "late"> {
  const arms = blocks.flatMap((block) => names.map((arm) => block[arm]));
  const all = arms.reduce(
    (sum, { ttfaMs, failed, late }) => sum + ttfaMs.length + failed + late,
    0,
  );
  return {
    turns: Math.round(all / names.length),
    late: arms.reduce((sum, { late }) => sum + late, 0),
  };
}
