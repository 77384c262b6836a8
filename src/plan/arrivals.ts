import type { Arrivals } from "../config/load.ts";
import { durationOf, type Stage } from "../config/stage.ts";
import { drawFor } from "./start_draw.ts";
import type { Schedule, Start } from "./plan.ts";

/**
 * Sessions that arrive at a rate (k6: constant-arrival-rate and ramping-arrival-rate). Arrival i of
 * all regions together is due when the area under their common rate reaches i + ½: the count is the
 * area, rounded, at every moment, and no two arrivals are nearer than the rate says. The regions take
 * turns. Within the time to the next arrival each one is moved by its jitter, or across one frame,
 * lest clients that arrive every 20 ms send all their frames in the same instants.
 */
export function* arrivals(load: Arrivals, schedule: Schedule): Generator<Start> {
  const { stages, clients, turns } = load;
  const { regions, frameMs, jitter } = schedule;
  const endMs = durationOf(stages);
  const times = arrivalTimes(stages, regions);
  let next = times.next();
  for (let i = 0; !next.done; i++) {
    const dueMs = next.value;
    next = times.next();
    const gapMs = (next.done ? endMs : next.value) - dueMs;
    const spreadMs = Math.max(jitter * gapMs, Math.min(frameMs, gapMs));
    const index = Math.floor(i / regions);
    yield {
      region: i % regions,
      number: index + 1,
      client: index % clients,
      dueMs: dueMs + spreadMs * drawFor(i, schedule),
      endMs,
      turns,
    };
  }
}

/** When `times` × the area under the stages reaches ½, 1½, 2½ …, in ms. */
function* arrivalTimes(stages: readonly Stage[], times: number): Generator<number, void> {
  let [startMs, areaBefore, count] = [0, 0, 0];
  for (const stage of stages) {
    const area = stage.durationMs * (stage.from + stage.to) / 2000;
    for (let target = 0; (target = (count + 0.5) / times) < areaBefore + area; count++) {
      yield startMs + timeOfArea(stage, target - areaBefore);
    }
    startMs += stage.durationMs;
    areaBefore += area;
  }
}

/** When the area from the stage's start, in level × seconds, reaches `area`, in ms. */
function timeOfArea({ durationMs, from, to }: Stage, area: number): number {
  const slope = (to - from) / (durationMs / 1000);
  // The quadratic's root in the form that also holds for a slope of 0.
  const root = Math.sqrt(Math.max(0, from ** 2 + 2 * slope * area));
  return 1000 * 2 * area / (from + root);
}
