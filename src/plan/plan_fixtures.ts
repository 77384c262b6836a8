import type { Load } from "../config/load.ts";
import type { Plan } from "./plan.ts";

/** For tests: a plan of two regions, unless `changes` say otherwise. */
export function planOf(load: Load, changes: Partial<Plan> = {}): Plan {
  return {
    seed: 1,
    regions: ["us", "eu"],
    scenario: "conversation",
    fixtures: ["a", "b", "c"],
    load,
    thinkBetween: { kind: "constant", ms: 200 },
    gracefulStopMs: 30_000,
    jitter: 0,
    frameMs: 20,
    turnTimeoutMs: 1000,
    lateLimitMs: 20,
    ...changes,
  };
}
