import type { ConstantSessions } from "../config/load.ts";
import { drawFor } from "./start_draw.ts";
import type { Schedule, Start } from "./plan.ts";

/**
 * A fixed number of concurrent sessions (k6: constant-vus). Their starts are spread over the ramp and,
 * within a frame, evenly over its length: no more than need be have their frames fall due in
 * the same instant; a thread's pacer has them share whole milliseconds.
 */
export function constantSessions(load: ConstantSessions, schedule: Schedule): Start[] {
  const { clients, rampMs, turns = Infinity, durationMs: endMs = Infinity } = load;
  const { regions, frameMs, jitter } = schedule;
  const total = regions * clients;
  const gapMs = rampMs / total;
  const starts = Array.from({ length: total }, (_, i): Start => {
    const client = Math.floor(i / regions);
    const frameStartMs = Math.floor(i * gapMs / frameMs) * frameMs;
    const jitterMs = jitter * gapMs * drawFor(i, schedule);
    return {
      region: i % regions,
      number: client + 1,
      client,
      dueMs: frameStartMs + frameMs * i / total + jitterMs,
      endMs,
      turns,
    };
  });
  return starts.sort((a, b) => a.dueMs - b.dueMs);
}
