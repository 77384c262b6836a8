import { DURATION_FORM, readDurationMs } from "../time/duration.ts";
import { normal, type Random } from "./random.ts";
import { THINK_PRESETS } from "./think_presets.ts";

/** This share of all draws, from 0 to 1, is at most so long. */
export type Percentile = readonly [share: number, ms: number];

/** A distribution of durations in ms, as `--think` and link jitter name it. */
export type Distribution =
  | { readonly kind: "constant"; readonly ms: number }
  | { readonly kind: "lognormal"; readonly medianMs: number; readonly sigma: number }
  /** From share 0 to share 1, both rising; straight lines between. */
  | { readonly kind: "percentiles"; readonly points: readonly Percentile[] };

/** Thrown by {@linkcode parseDistribution}. */
export class DistributionSyntaxError extends SyntaxError {
  constructor(readonly rule: string, readonly remedy: string) {
    super(`${rule}; ${remedy}`);
  }
}

const LOGNORMAL = /^lognormal\(([^,]*)(?:,([^,]*))?\)$/;
const PERCENTILES = /^percentiles\((.*)\)$/;
const POINT = /^\s*(\d+(?:\.\d+)?)\s*:(.*)$/;

/**
 * Reads a duration (`300`, `300ms`, `2s`), `lognormal(900ms,0.24)` (median, sigma of the logarithm),
 * `percentiles(0:500,50:880ms,100:3.2s)` or a preset's name; numbers without a unit are ms.
 */
export function parseDistribution(text: string): Distribution {
  const ms = readDurationMs(text);
  if (ms !== undefined) return { kind: "constant", ms };
  const lognormal = LOGNORMAL.exec(text);
  if (lognormal) return parseLognormal(text, lognormal[1]!, lognormal[2]);
  const percentiles = PERCENTILES.exec(text);
  if (percentiles) return { kind: "percentiles", points: parsePoints(text, percentiles[1]!) };
  if (Object.hasOwn(THINK_PRESETS, text)) return THINK_PRESETS[text]!;
  throw new DistributionSyntaxError(
    `'${text}' is not a duration`,
    `write ${DURATION_FORM}, up to 24h, lognormal(900ms,0.24), percentiles(0:500,50:880,100:3200) or one of ` +
      Object.keys(THINK_PRESETS).join(", "),
  );
}

function parseLognormal(text: string, median: string, sigma: string | undefined): Distribution {
  const remedy = "give median and sigma of the logarithm, e.g. lognormal(900ms,0.24)";
  if (sigma === undefined) throw new DistributionSyntaxError(`'${text}' lacks sigma`, remedy);
  const medianMs = readDurationMs(median.trim());
  if (medianMs !== undefined && /^\d+(\.\d+)?$/.test(sigma.trim())) {
    return { kind: "lognormal", medianMs, sigma: Number(sigma) };
  }
  throw new DistributionSyntaxError(`'${text}' is no log-normal distribution`, remedy);
}

function parsePoints(text: string, list: string): Percentile[] {
  const points = list.split(",").map((item): Percentile => {
    const [, percent, duration = ""] = POINT.exec(item) ?? [];
    return [Number(percent) / 100, readDurationMs(duration.trim()) ?? NaN];
  });
  if (isTable(points)) return points;
  throw new DistributionSyntaxError(
    `'${text}' is no table of percentiles`,
    "list percent:ms from 0 to 100, both rising, e.g. percentiles(0:500,50:880,100:3200)",
  );
}

/** Whether every draw is a time: one that was not read from a text may hold any numbers. */
export function isSound(distribution: Distribution): boolean {
  switch (distribution.kind) {
    case "constant":
      return isPositive(distribution.ms);
    case "lognormal":
      return isPositive(distribution.medianMs) && isPositive(distribution.sigma);
    case "percentiles":
      return isTable(distribution.points);
  }
}

function isTable(points: readonly Percentile[]): boolean {
  const rising = points.every(([share, ms], i) =>
    isPositive(ms) && (i === 0 || (share > points[i - 1]![0] && ms >= points[i - 1]![1]))
  );
  return rising && points[0]?.[0] === 0 && points.at(-1)![0] === 1;
}

/** Zero is. */
function isPositive(value: number): boolean {
  return value >= 0 && value < Infinity;
}

/** One draw in ms, never negative. */
export function draw(distribution: Distribution, random: Random): number {
  switch (distribution.kind) {
    case "constant":
      return distribution.ms;
    case "lognormal":
      return distribution.medianMs * Math.exp(distribution.sigma * normal(random));
    case "percentiles":
      return quantile(distribution.points, random());
  }
}

/** The inverse of the distribution's function, linear between the points. */
function quantile(points: readonly Percentile[], share: number): number {
  const above = Math.max(1, points.findIndex((point) => point[0] >= share));
  const [[fromShare, fromMs], [toShare, toMs]] = [points[above - 1]!, points[above]!];
  return fromMs + (toMs - fromMs) * (share - fromShare) / (toShare - fromShare);
}
