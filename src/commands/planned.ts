import type { Plan } from "../plan/plan.ts";

/** How many turns a plan has in each region; `undefined` where time decides. */
export function plannedTurnsOfRegion({ load }: Plan): number | undefined {
  if (load.shape !== "constant-sessions" || load.turns === undefined) return undefined;
  return load.clients * load.turns;
}

/** How many turns a plan has in all; `undefined` where time decides. */
export function plannedTurns(plan: Plan): number | undefined {
  const turns = plannedTurnsOfRegion(plan);
  return turns === undefined ? undefined : turns * plan.regions.length;
}
