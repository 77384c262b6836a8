import type { Plan, Schedule, SessionPlan, Start } from "./plan.ts";
import { arrivals } from "./arrivals.ts";
import { constantSessions } from "./constant_sessions.ts";
import { rampingSessions } from "./ramping_sessions.ts";
import { hasRegion, isDealtTo, type Segment, shareOf, WHOLE } from "./segment.ts";

/**
 * The sessions of a plan, or of one segment of it, in the order of their due times. The segments
 * together have each session once.
 */
export function* sessionsOf(plan: Plan, segment: Segment = WHOLE): Generator<SessionPlan> {
  for (const { client, region, ...start } of startsOf(plan)) {
    const name = plan.regions[region]!;
    if (!hasRegion(segment, name) || !isDealtTo(segment, client, region)) continue;
    yield { id: `${name}-${start.number}`, region: name, ...start };
  }
}

/**
 * How many sessions of a region the segment can have open at a time: its share of the clients.
 * `Infinity` where their number is the plan's own doing and changes with it.
 */
export function poolOf({ load, regions }: Plan, region: string, segment: Segment = WHOLE): number {
  if (load.shape === "ramping-sessions") return Infinity;
  return shareOf(segment, load.clients, regions.indexOf(region));
}

function startsOf({ load, regions, frameMs, jitter, seed }: Plan): Iterable<Start> {
  const schedule: Schedule = { regions: regions.length, frameMs, jitter, seed };
  switch (load.shape) {
    case "constant-sessions":
      return constantSessions(load, schedule);
    case "ramping-sessions":
      return rampingSessions(load, schedule);
    default:
      return arrivals(load, schedule);
  }
}
