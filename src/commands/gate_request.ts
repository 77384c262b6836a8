import type { SpeechFixture } from "../audio/fixture.ts";
import { checkOut } from "./check_out.ts";
import { readFlags } from "../config/flag.ts";
import { GATE_FLAGS, type GateFlagValues } from "../config/gate_flags.ts";
import type { GateTarget } from "../config/gate_target.ts";
import { given } from "../config/given.ts";
import { type Problem, UsageError } from "../config/problem.ts";
import type { Arm } from "../gate/block.ts";
import { outlookOf, type PlannedGate } from "../gate/outlook.ts";
import type { GateRules } from "../gate/rules.ts";
import { REGION_PROFILES } from "../links/profiles.ts";
import { readFaults } from "../mock-openai/misbehaviour/read_faults.ts";
import type { LoadedRule } from "../mock-openai/rule.ts";
import { type Env, readCa, readTicketSecret } from "./credentials.ts";
import { plural } from "../report/number.ts";
import type { FlagTexts } from "./flag_command.ts";
import { gateRulesOf } from "./gate_rules.ts";
import { scriptRules } from "./script_rules.ts";
import { readSpeech } from "./read_speech.ts";

/** All that a gate between two targets needs, read and checked before anything starts. */
export interface GateRequest {
  readonly config: GateFlagValues;
  readonly targets: Readonly<Record<Arm, GateTarget>>;
  readonly regions: readonly string[];
  readonly rules: GateRules;
  readonly maxBlocks: number;
  readonly speech: readonly SpeechFixture[];
  readonly script: readonly LoadedRule[];
  readonly ca?: string;
  readonly ticketSecret?: string;
}

/** @throws {UsageError} with every problem at once. */
export async function readGateRequest(
  texts: FlagTexts,
  unknownFlags: readonly Problem[],
  env: Env,
): Promise<GateRequest> {
  const { values: config, problems: flagProblems } = readFlags(GATE_FLAGS, texts);
  const problems = [...unknownFlags, ...flagProblems];
  const isWrong = (flag: string) => problems.some(({ field }) => field === flag);
  for (
    const [flag, target] of [["--base", config.base], ["--candidate", config.candidate]] as const
  ) {
    if (target || isWrong(flag)) continue;
    const remedy = `e.g. ttfa gate --base git:main --candidate local`;
    problems.push({ field: flag, rule: "is missing", remedy });
  }
  problems.push(...conflicts(config));
  if (flagProblems.length === 0) problems.push(...neverFails(config));
  const speech = await readSpeech(config.fixture, problems);
  const script = await scriptRules(config.script, problems);
  const ca = await readCa(config.ca, problems);
  const ticketSecret = readTicketSecret(config.ticketSecret, env, problems);
  problems.push(...readFaults(config.faults ?? []).problems);
  await checkOut(config.out, problems);
  if (problems.length > 0) throw new UsageError(problems);
  return {
    config,
    targets: { base: config.base!, candidate: config.candidate! },
    regions: config.regions ?? ["local"],
    rules: gateRulesOf(config),
    maxBlocks: plannedGate(config).maxBlocks,
    ...{ speech, script },
    ...given("ca", ca),
    ...given("ticketSecret", ticketSecret),
  };
}

function conflicts(
  { base, candidate, regions, blocks, maxBlocks, keep }: GateFlagValues,
): Problem[] {
  const problems: Problem[] = [];
  if (keep) {
    const rule = "adds a run to its --history, and none is judged here";
    problems.push({ field: "--keep", rule, remedy: "leave it out, or name a run and --history" });
  }
  const kinds = [base?.kind, candidate?.kind];
  if (base && candidate && kinds.includes("url") && !kinds.every((kind) => kind === "url")) {
    problems.push({
      field: "--candidate",
      rule: "has another upstream than --base: one runs at a URL, the other before the gate's mock",
      remedy: "give two URLs, or two of local, git:REV and cmd:…",
    });
  }
  const unknown = regions?.find((name) => REGION_PROFILES[name] === undefined);
  if (unknown !== undefined || (regions && kinds.includes("url"))) {
    problems.push({
      field: "--region",
      rule: unknown === undefined
        ? "emulates links, and targets at a URL have their own"
        : `'${unknown}' is no emulated region`,
      remedy: `leave it out, or use ${
        Object.keys(REGION_PROFILES).join(", ")
      } with started bridges`,
    });
  }
  if (maxBlocks !== undefined && maxBlocks < blocks) {
    const rule = `allows ${maxBlocks}, fewer than the ${blocks} of --blocks`;
    problems.push({ field: "--max-blocks", rule, remedy: "give more, or fewer --blocks" });
  }
  return problems;
}

/** What the numbers of a gate alone say. */
export function plannedGate(
  { regions, blocks, maxBlocks = 0, alpha }: GateFlagValues,
): PlannedGate {
  return { regions: regions?.length ?? 1, blocks, maxBlocks: Math.max(blocks, maxBlocks), alpha };
}

/** A gate that could pass but never fail. */
function neverFails(config: GateFlagValues): Problem[] {
  const planned = plannedGate(config);
  const { canEverFail, looks } = outlookOf(planned);
  if (canEverFail) return [];
  const rule = `is too little for ${plural(planned.regions, "region")} and ${
    plural(looks, "look")
  }: no number of blocks could fail`;
  return [{ field: "--alpha", rule, remedy: "give more, or take fewer regions or looks" }];
}
