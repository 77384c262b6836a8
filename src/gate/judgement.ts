import type { Cell, GateMetric } from "./cell.ts";
import { type Forecast, forecast } from "./forecast.ts";
import { holm } from "./holm.ts";
import { LabelSwap } from "./label_swap.ts";
import { type Limits, limitsOf } from "./limits.ts";
import type { GateRules } from "./rules.ts";
import { smallestVisible } from "./visible.ts";

/** `slower`: a regression. `blind`: one of the size that matters could have gone unseen. */
export type Finding = "slower" | "none" | "blind";

/** What the gate found of one metric in one region, in ms or as a share from 0 to 1. */
export interface CellJudgement {
  readonly metric: GateMetric;
  readonly region: string;
  readonly unit: "ms" | "share";
  readonly base: number;
  readonly candidate: number;
  /** Candidate minus base. */
  readonly effect: number;
  /** 95 % interval of the effect; a bound that the blocks cannot give is missing. */
  readonly low?: number;
  readonly high?: number;
  /** One-sided: how often equal targets look as much slower as these, by chance. */
  readonly p: number;
  /** By Holm, over all metrics and regions. */
  readonly adjustedP: number;
  /** What would have been found with the wanted power; missing where nothing could. */
  readonly visible?: number;
  /** What must be seen. */
  readonly size: number;
  readonly finding: Finding;
  /** Where blind: how many blocks and turns of each target would most likely do. */
  readonly needed?: Forecast;
}

/** Share of the intervals that may miss on each side. */
const MISS = 0.025;

/** Judges all metrics and regions as one family, at the error rate `alpha` of this look. */
export function judgeCells(
  cells: readonly Cell[],
  rules: GateRules,
  alpha = rules.alpha,
): CellJudgement[] {
  const swaps = cells.map((cell) => new LabelSwap(cell.differences, rules.seed));
  const ps = swaps.map((swap) => swap.p());
  const adjusted = holm(ps);
  const limits = limitsOf(cells, rules);
  return cells.map((cell, i) =>
    judgeCell(cell, swaps[i]!, { p: ps[i]!, adjustedP: adjusted[i]! }, {
      ...{ rules, limits: limits[i]! },
      alpha,
      family: cells.length,
    })
  );
}

interface Level {
  readonly rules: GateRules;
  readonly limits: Limits;
  readonly alpha: number;
  /** How many tests share `alpha`. */
  readonly family: number;
}

function judgeCell(
  cell: Cell,
  swap: LabelSwap,
  ps: Pick<CellJudgement, "p" | "adjustedP">,
  level: Level,
): CellJudgement {
  const { rules, limits: { floor, size }, alpha, family } = level;
  const { metric, region, unit, base, candidate } = cell;
  const { inUnit, fromUnit } = scale(cell);
  const visibility = { ...rules, alpha: alpha / family, floor: fromUnit(floor) };
  const visible = smallestVisible(cell, visibility);
  const isSlower = ps.adjustedP <= alpha && swap.mean > fromUnit(floor);
  const isBlind = !(visible <= fromUnit(size));
  return {
    ...{ metric, region, unit, base, candidate, ...ps, size },
    effect: inUnit(swap.mean),
    ...finite("low", inUnit(swap.lower(MISS))),
    ...finite("high", inUnit(swap.upper(MISS))),
    ...finite("visible", inUnit(visible)),
    finding: isSlower ? "slower" : isBlind ? "blind" : "none",
    ...(!isSlower && isBlind && { needed: forecast(cell, visibility, fromUnit(size)) }),
  };
}

/** How a difference is told, and back. */
function scale({ unit, base }: Cell) {
  if (unit === "share") return { inUnit: (d: number) => d, fromUnit: (share: number) => share };
  return {
    inUnit: (log: number) => log === -Infinity ? log : base * Math.expm1(log),
    fromUnit: (ms: number) => Math.log1p(ms / base),
  };
}

function finite<K extends string>(name: K, value: number): { [P in K]?: number } {
  return Number.isFinite(value) ? { [name]: value } as { [P in K]: number } : {};
}
