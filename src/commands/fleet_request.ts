import deno from "../../deno.json" with { type: "json" };
import { BENCH_FLAGS } from "../config/bench_flags.ts";
import { FLEET_FLAGS } from "../config/fleet_flags.ts";
import { flagName, readFlags } from "../config/flag.ts";
import { type Problem, UsageError } from "../config/problem.ts";
import { isScenarioFile } from "../config/scenario_flag.ts";
import type { NatsAccess } from "../fleet/credentials.ts";
import type { RowsTo } from "../fleet/records.ts";
import type { Wanted } from "../fleet/roster.ts";
import { type BenchRequest, readBenchRequest } from "./bench_request.ts";
import type { Env } from "./credentials.ts";
import type { FlagTexts } from "./flag_command.ts";
import { readNatsAccess } from "./nats_access.ts";
import type { Plan } from "../plan/plan.ts";

/** How a run uses its fleet. */
export interface FleetConfig {
  readonly version: string;
  readonly agents: number;
  readonly only: Wanted["only"];
  readonly waitMs: number;
  readonly silenceMs: number;
  readonly minCoverage: number;
  readonly rows: RowsTo;
}

/** A bench on a fleet: a new one, or one to go on with. */
export type FleetRequest =
  & { readonly access: NatsAccess; readonly fleet: FleetConfig }
  & ({ readonly bench: BenchRequest & { readonly plan: Plan } } | Resumption);

/** Of a run that goes on, only how it is told may be said anew. */
export interface Resumption {
  readonly resume: string;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly out?: string;
}

/** @throws {UsageError} with every problem at once. */
export async function readFleetRequest(
  texts: FlagTexts,
  unknownFlags: readonly Problem[],
  env: Env,
): Promise<FleetRequest> {
  const { values, problems } = readFlags(FLEET_FLAGS, texts);
  problems.unshift(...unknownFlags);
  const url = values.fleet ?? "nats://none";
  if (values.fleet === undefined) problems.push(...noFleet(texts));
  const access = await readNatsAccess("--fleet", url, values, env, problems);
  const fleet = {
    ...{ version: deno.version, agents: values.agents, rows: values.rows },
    only: values.onlyAgents,
    ...{ waitMs: values.fleetWait, silenceMs: values.agentTimeout },
    minCoverage: values.minCoverage,
  };
  const ofBench = Object.entries(texts).filter(([key]) => !(key in FLEET_FLAGS));
  if (values.resume !== undefined) {
    const resumption = readResumption(values.resume, Object.fromEntries(ofBench), problems);
    return { access, fleet, ...resumption };
  }
  problems.push(...conflicts(texts));
  const bench = await readBenchRequest(Object.fromEntries(ofBench), problems, env);
  const embedded = bench.config.regions.filter(({ target }) => target.kind === "local");
  const strangers = fleet.only.filter(([region]) => !bench.plan!.regions.includes(region));
  const wrong = [...embedded.map(({ name }) => noTarget(name)), ...strangers.map(noRegion)];
  if (wrong.length > 0) throw new UsageError(wrong);
  return { access, fleet, bench: { ...bench, plan: bench.plan! } };
}

function readResumption(resume: string, texts: FlagTexts, problems: Problem[]): Resumption {
  const { json, quiet, out, ...others } = texts;
  for (const key of Object.keys(others)) {
    const rule = `${flagName(BENCH_FLAGS[key as keyof typeof BENCH_FLAGS])} was said already`;
    const remedy = "a run goes on as it was asked: give --json, --quiet or --out at most";
    problems.push({ field: "--resume", rule, remedy });
  }
  if (problems.length > 0) throw new UsageError(problems);
  const path = out?.at(-1);
  return {
    ...{ resume, json: json !== undefined, quiet: quiet !== undefined },
    ...(path !== undefined && { out: path }),
  };
}

function noFleet(texts: FlagTexts): Problem[] {
  const remedy = "add --fleet nats://HOST:4222";
  const rule = "is for a run on a fleet";
  const given = Object.entries(FLEET_FLAGS).filter(([key]) => key in texts);
  return given.flatMap(([key, flag]) => {
    const problem = { field: flagName(flag), rule, remedy };
    // Each may stand with its region in the config file.
    if (key !== "onlyAgents") return [problem];
    return texts.onlyAgents!.map((text) => ({ ...problem, region: text.split("=")[0]! }));
  });
}

/** What agents on other machines cannot do. */
function conflicts(texts: FlagTexts): Problem[] {
  const problems: Problem[] = [];
  if (!texts.targets?.length) {
    const rule = "is needed with --fleet: agents elsewhere cannot reach an embedded bridge";
    problems.push({ field: "--target", rule, remedy: "give a URL, or region=URL for each region" });
  }
  const scenario = texts.scenario?.at(-1) ?? "";
  if (isScenarioFile(scenario)) {
    const rule = `'${scenario}' is a program of yours, and agents run none but their own`;
    problems.push({ field: "--scenario", rule, remedy: "choose a built-in scenario" });
  }
  if (scenario === "cold-start" || texts.coldStart) {
    const rule = "are taken from one machine, one after the other";
    problems.push({ field: "cold starts", rule, remedy: "leave --fleet out" });
  }
  return problems;
}

function noTarget(region: string): Problem {
  const rule = `region '${region}' has none, and agents elsewhere cannot reach an embedded bridge`;
  return { field: "--target", rule, remedy: `add --target ${region}=URL`, region };
}

function noRegion([region]: readonly [string, string]): Problem {
  const rule = `the run has no region '${region}'`;
  return { field: "--only-agent", rule, remedy: "name one that is measured" };
}
