/** A piece of a load over time: the level goes in a straight line from `from` to `to`. */
export interface Stage {
  /** 0 is a jump. */
  readonly durationMs: number;
  /** Sessions, or sessions per second. */
  readonly from: number;
  readonly to: number;
}

/** How long all stages take together. */
export function durationOf(stages: readonly Stage[]): number {
  return stages.reduce((sum, { durationMs }) => sum + durationMs, 0);
}

/** The highest level that any stage reaches. */
export function peakOf(stages: readonly Stage[]): number {
  return Math.max(...stages.map(({ from, to }) => Math.max(from, to)));
}

/** The area under all stages, in level × seconds. */
export function areaOf(stages: readonly Stage[]): number {
  return stages.reduce((sum, { durationMs, from, to }) => sum + durationMs * (from + to) / 2000, 0);
}
