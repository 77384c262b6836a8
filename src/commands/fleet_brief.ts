import { publicUrl } from "../config/target.ts";
import type { RunHead } from "../report/run_json.ts";
import { scenarioNamed } from "../scenarios/scenarios.ts";
import type { Plan } from "../plan/plan.ts";
import type { BenchRequest } from "./bench_request.ts";

/** What must be known of a request to report its run: plain data without secrets, for the stream. */
export interface FleetBrief {
  readonly head: RunHead;
  readonly config: BenchRequest["config"];
  readonly thresholds: BenchRequest["thresholds"];
  readonly spend?: BenchRequest["spend"];
  /** Where the run folder is. */
  readonly place: Place;
}

/** A folder of one machine. */
export interface Place {
  readonly host: string;
  readonly folder: string;
}

export function briefOf(request: BenchRequest, head: RunHead, place: Place): FleetBrief {
  const { config: { ticket: _, ...config }, thresholds, spend } = request;
  const regions = config.regions.map(({ name, target }) => ({
    name,
    target: { ...target, url: publicUrl(target.url) },
  }));
  return {
    ...{ head, thresholds, place },
    config: { ...config, ticket: undefined, regions, headers: [], subprotocols: [] },
    ...(spend && { spend }),
  };
}

/** A request that can be reported, and no longer run: how to dial is not known. */
export function requestOf({ config, thresholds, spend }: FleetBrief, plan: Plan): BenchRequest {
  return {
    ...{ config, thresholds, plan, speech: [], script: [] },
    scenario: scenarioNamed(plan.scenario),
    ...(spend && { spend }),
  };
}
