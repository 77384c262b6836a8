import { existsSync } from "node:fs";
import type { SearchRules } from "../capacity/search.ts";
import { SEARCH_FLAGS } from "../config/capacity_flags.ts";
import { defaultRampMs } from "../config/default_ramp.ts";
import { flagName, readFlags } from "../config/flag.ts";
import type { ConstantSessions } from "../config/load.ts";
import { type Problem, UsageError } from "../config/problem.ts";
import { RuleError } from "../config/readers.ts";
import { readTarget } from "../config/target.ts";
import type { Plan } from "../plan/plan.ts";
import { DEFAULT_MODEL } from "../protocol/events.ts";
import { type BenchRequest, readBenchRequest } from "./bench_request.ts";
import type { Env } from "./credentials.ts";
import type { FlagTexts } from "./flag_command.ts";

/** What `ttfa capacity` was asked, checked. */
export interface CapacityRequest {
  /** How each level is run, but for its clients. */
  readonly bench: BenchRequest & { readonly plan: Plan };
  readonly rules: SearchRules;
  readonly stepMs: number;
  readonly maxMs: number;
}

/** @throws {UsageError} with every problem at once. */
export async function readCapacityRequest(
  texts: FlagTexts,
  unknownFlags: readonly Problem[],
  env: Env,
): Promise<CapacityRequest> {
  const { values, problems } = readFlags(SEARCH_FLAGS, texts);
  const { first, max, repeats, precision, stepDuration, maxMinutes } = values;
  problems.push(...unknownFlags, ...conflicts(texts, first, max));
  const searchKeys = Object.keys(SEARCH_FLAGS);
  const ofBench = Object.entries(texts).filter(([key]) => !searchKeys.includes(key));
  const bench = await readBenchRequest(Object.fromEntries(ofBench), problems, env);
  const { plan } = bench;
  if (!plan) throw new UsageError([noLoad(bench.config.scenario)]);
  return {
    bench: { ...bench, plan },
    rules: { first, max, repeats, precision },
    stepMs: stepDuration,
    maxMs: maxMinutes * 60_000,
  };
}

/** The bench of one attempt: so many clients in each region, in a folder of its own. */
export function levelOf(
  { bench, stepMs }: CapacityRequest,
  clients: number,
  attempt: number,
  out: string,
): BenchRequest {
  const rampMs = defaultRampMs(clients);
  const load: ConstantSessions = {
    shape: "constant-sessions",
    clients,
    rampMs,
    durationMs: rampMs + stepMs,
  };
  // Another seed each time: a repeat that draws the same would only say the same.
  const seed = (bench.config.seed + attempt) % 2 ** 32;
  return {
    ...bench,
    // A search takes many runs: how right the instrument is, `bench` says.
    config: { ...bench.config, load, seed, out, quiet: true, skipCalibration: true },
    plan: { ...bench.plan, load, seed },
    plateau: { fromMs: rampMs, toMs: rampMs + stepMs },
  };
}

function conflicts(texts: FlagTexts, first: number, max: number): Problem[] {
  const problems: Problem[] = [];
  if (!texts.thresholds?.length) {
    const rule = "is missing, and without one any number of clients would do";
    problems.push({ field: "--threshold", rule, remedy: "e.g. --threshold 'ttfa: p(95)<1500'" });
  }
  if (first > max) {
    const rule = `${first} is more than --max-clients ${max}`;
    problems.push({ field: flagName(SEARCH_FLAGS.first), rule, remedy: "give a smaller one" });
  }
  if ((texts.targets ?? []).some(isBilled)) {
    const rule = "is billed by the minute, and a search spends until something gives";
    problems.push({ field: "--target", rule, remedy: "search a bridge that dials the mock" });
  }
  const [out] = texts.out?.slice(-1) ?? [];
  if (out !== undefined && existsSync(`${out}/capacity.json`)) {
    const rule = `'${out}' already holds a search`;
    problems.push({ field: "--out", rule, remedy: "name a new folder" });
  }
  return problems;
}

function isBilled(text: string): boolean {
  try {
    return readTarget(text, { model: DEFAULT_MODEL }).target.billed;
  } catch (error) {
    if (error instanceof RuleError) return false;
    throw error;
  }
}

function noLoad(scenario: string): Problem {
  return {
    field: "--scenario",
    rule: `'${scenario}' makes no load, so there is nothing to raise`,
    remedy: "leave it out",
  };
}
