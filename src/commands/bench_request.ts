import { checkOut } from "./check_out.ts";
import type { SpeechFixture } from "../audio/fixture.ts";
import { type BenchConfig, readBenchConfig } from "../config/bench_config.ts";
import { given } from "../config/given.ts";
import { type Problem, UsageError } from "../config/problem.ts";
import { REGION_PROFILES } from "../links/profiles.ts";
import type { Threshold } from "../metrics/threshold.ts";
import { readFaults } from "../mock-openai/misbehaviour/read_faults.ts";
import type { LoadedRule } from "../mock-openai/rule.ts";
import type { Plan } from "../plan/plan.ts";
import { estimateSpend, type Spend } from "../plan/spend.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import { bundledScript, readScenario } from "./bench_scenario.ts";
import { type Env, readCa, readTicketSecret } from "./credentials.ts";
import type { FlagTexts } from "./flag_command.ts";
import type { PlateauSpan } from "./plateau.ts";
import { scriptRules } from "./script_rules.ts";
import { readSpeech } from "./read_speech.ts";
import { type MeasuredParts, readThresholds } from "./read_thresholds.ts";

/** All that a bench needs, read and checked before anything starts. */
export interface BenchRequest {
  readonly config: BenchConfig;
  readonly speech: readonly SpeechFixture[];
  readonly scenario: Scenario;
  readonly thresholds: readonly Threshold[];
  /** Missing where there is no load: cold starts are taken one by one. */
  readonly plan?: Plan;
  /** What the embedded mock answers. */
  readonly script: readonly LoadedRule[];
  /** PEM text of `--ca`. */
  readonly ca?: string;
  /** `OPENAI_API_KEY`, where a target needs it. */
  readonly apiKey?: string;
  /** `BRIDGE_TICKET_SECRET`, where `--ticket-secret` asks for it. */
  readonly ticketSecret?: string;
  /** Where not all of the load is judged; missing: all of it. */
  readonly plateau?: PlateauSpan;
  /** Of the billed targets, where there are any. */
  readonly spend?: Spend;
}

/** @throws {UsageError} with every problem at once: flags, thresholds, files, keys and budget. */
export async function readBenchRequest(
  texts: FlagTexts,
  unknownFlags: readonly Problem[],
  env: Env,
): Promise<BenchRequest> {
  const { config, problems: flagProblems } = readBenchConfig(texts, {
    profiles: Object.keys(REGION_PROFILES),
    ...given("baseUrl", env("OPENAI_BASE_URL") || undefined),
    ...given("model", env("OPENAI_MODEL") || undefined),
  });
  const problems = [...unknownFlags, ...flagProblems];
  const speech = await readSpeech(config.fixture, problems);
  const scenario = await readScenario(config.scenario ?? "conversation", problems);
  const thresholds = readThresholds(
    config.thresholds ?? [],
    measuredBy(config, scenario),
    problems,
  );
  const script = config.script === undefined
    ? await bundledScript(scenario)
    : await scriptRules(config.script, problems);
  const ca = await readCa(config.ca, problems);
  const apiKey = readApiKey(config, env, problems);
  const ticketSecret = readTicketSecret(config.ticketSecret, env, problems);
  problems.push(...readFaults(config.faults ?? []).problems);
  await checkOut(config.out, problems);
  if (problems.length > 0) throw new UsageError(problems);

  const plan = planOf(config, scenario, speech);
  const spend = plan && spendOf(config, plan, speech);
  return {
    config,
    speech,
    scenario,
    thresholds,
    script,
    ...given("plan", plan),
    ...given("ca", ca),
    ...given("apiKey", apiKey),
    ...given("ticketSecret", ticketSecret),
    ...spend,
  };
}

/** What a threshold may select. */
function measuredBy({ regions, load, coldStart }: BenchConfig, { name }: Scenario): MeasuredParts {
  const isCold = coldStart !== undefined && name !== "cold-start";
  return {
    region: regions?.map(({ name }) => name) ?? [],
    scenario: [...(load ? [name] : []), ...(isCold || !load ? ["cold-start"] : [])],
  };
}

/** The key comes from the environment alone, and goes only where the user said `openai`. */
function readApiKey(config: BenchConfig, env: Env, problems: Problem[]): string | undefined {
  if (!config.regions.some(({ target }) => target.takesApiKey)) return undefined;
  const key = env("OPENAI_API_KEY")?.trim();
  if (!key) {
    problems.push({
      field: "OPENAI_API_KEY",
      rule: "is not set and --target openai needs it",
      remedy: "export it",
    });
  }
  return key;
}

function planOf(
  config: BenchConfig,
  scenario: Scenario,
  speech: readonly SpeechFixture[],
): Plan | undefined {
  const { load, thinkBetween, gracefulStopMs, jitter, frameMs, seed } = config;
  return load && {
    seed,
    regions: config.regions.map(({ name }) => name),
    scenario: scenario.name,
    fixtures: speech.map(({ name }) => name),
    load,
    thinkBetween,
    gracefulStopMs,
    jitter,
    frameMs,
    turnTimeoutMs: config.turnTimeout * 1000,
    lateLimitMs: config.lateLimit,
  };
}

function spendOf(
  { regions, maxMinutes }: BenchConfig,
  plan: Plan,
  speech: readonly SpeechFixture[],
): { spend?: Spend } {
  const billed = regions.filter(({ target }) => target.billed).map(({ name }) => name);
  if (billed.length === 0) return {};
  const spend = estimateSpend(plan, billed, speech);
  if (spend.audioMinutes <= maxMinutes) return { spend };
  const minutes = spend.audioMinutes.toFixed(1);
  throw new UsageError([{
    field: "--max-minutes",
    rule:
      `the plan takes about ${minutes} billed minutes of audio, more than the ${maxMinutes} allowed`,
    remedy: `use fewer clients, turns or minutes, or allow --max-minutes ${
      Math.ceil(spend.audioMinutes)
    }`,
  }]);
}
