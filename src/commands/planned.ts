import type { Plan } from "../plan/plan.ts";
import { isBuiltIn } from "../scenarios/scenarios.ts";

/** How many turns a plan has in each region; `undefined` where time decides, or a user's scenario. */
export function plannedTurnsOfRegion({ load, scenario }: Plan): number | undefined {
  if (!isBuiltIn(scenario)) return undefined;
  if (load.shape !== "constant-sessions" || load.turns === undefined) return undefined;
  return load.clients * load.turns;
}

/** The same of all regions together. */
export function plannedTurns(plan: Plan): number | undefined {
  const turns = plannedTurnsOfRegion(plan);
  return turns === undefined ? undefined : turns * plan.regions.length;
}
