import { given } from "../config/given.ts";
import { loadDurationMs, peakClients } from "../config/load.ts";
import type { BenchRequest } from "./bench_request.ts";
import { plannedTurns } from "./planned.ts";
import type { PlannedLoad } from "./recorder.ts";

/** Whether the target of a region is the embedded mock, and was asked to go wrong. */
export function isFaulty({ config: { faults, regions } }: BenchRequest, region: string): boolean {
  return faults.length > 0 &&
    regions.some(({ name, target }) => name === region && target.kind === "local");
}

export function plannedLoad(request: BenchRequest): PlannedLoad {
  const { config, plan } = request;
  const regions = config.regions.map(({ name }) => name);
  const faulty = regions.filter((region) => isFaulty(request, region));
  if (!plan) return { clients: 0, turns: 0, regions, faulty };
  return {
    regions,
    faulty,
    clients: peakClients(plan.load) * plan.regions.length,
    ...given("turns", plannedTurns(plan)),
    ...given("durationMs", loadDurationMs(plan.load)),
  };
}
