import type { RampingSessions } from "../config/load.ts";
import { durationOf, peakOf, type Stage } from "../config/stage.ts";
import { drawFor } from "./start_draw.ts";
import type { Schedule, Start } from "./plan.ts";

/**
 * As many concurrent sessions as the stages say (k6: ramping-vus). Client c of a region is connected
 * while the level is above c: those who came last leave first, and one that is wanted again dials
 * again. The regions take turns, so that they do not dial in the same instant; starts are spread over
 * one frame on top, and by their jitter.
 */
export function rampingSessions({ stages }: RampingSessions, schedule: Schedule): Start[] {
  const { regions, frameMs, jitter } = schedule;
  const clients = Math.round(regions * peakOf(stages));
  const spans = Array.from(
    { length: clients },
    (_, i) =>
      spansAbove((i + 0.5) / regions, stages).map((span) => ({
        region: i % regions,
        client: Math.floor(i / regions),
        ...span,
      })),
  ).flat();
  const ordered = spans.sort((a, b) => a.dueMs - b.dueMs);
  const counts = new Array<number>(regions).fill(0);
  return ordered.map((span, i): Start => {
    const gapMs = (ordered[i + 1] ?? span).dueMs - span.dueMs;
    const spreadMs = Math.max(frameMs, jitter * gapMs);
    return {
      ...span,
      number: ++counts[span.region]!,
      turns: Infinity,
      dueMs: span.dueMs + spreadMs * drawFor(i, schedule),
    };
  }).sort((a, b) => a.dueMs - b.dueMs);
}

/** When the level is above `threshold`: from `dueMs` to `endMs`, the end of the stages at the latest. */
function spansAbove(threshold: number, stages: readonly Stage[]) {
  const spans: { dueMs: number; endMs: number }[] = [];
  let startMs = 0;
  for (const { durationMs, from, to } of stages) {
    const isAbove = to > threshold;
    if (isAbove !== (from > threshold)) {
      const crossingMs = startMs + durationMs * (threshold - from) / (to - from);
      if (isAbove) spans.push({ dueMs: crossingMs, endMs: durationOf(stages) });
      else spans.at(-1)!.endMs = crossingMs;
    }
    startMs += durationMs;
  }
  return spans.filter(({ dueMs, endMs }) => endMs > dueMs);
}
