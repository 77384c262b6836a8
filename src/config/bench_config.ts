import { DEFAULT_MODEL } from "../protocol/events.ts";
import { OTHER_FLAGS } from "./bench_flags.ts";
import { flagName, readFlags } from "./flag.ts";
import { given } from "./given.ts";
import { type Load, peakClients } from "./load.ts";
import { LOAD_FLAGS } from "./load_flags.ts";
import type { Problem } from "./problem.ts";
import { misplacedFlags, readLoad } from "./read_load.ts";
import { RuleError } from "./readers.ts";
import { LOCAL, readTarget, type Target, type TargetFlag } from "./target.ts";

export interface RegionConfig {
  readonly name: string;
  readonly target: Target;
  /** The built-in region whose links lie before and behind the embedded bridge, if any do. */
  readonly profile?: string;
}

type OtherValues = ReturnType<typeof readFlags<typeof OTHER_FLAGS>>["values"];

/** All that `bench` was asked to do, checked. */
export interface BenchConfig extends Omit<OtherValues, "targets" | "regions" | "profiles"> {
  readonly regions: readonly RegionConfig[];
  /** Missing where there is to be none: cold starts are taken one by one. */
  readonly load?: Load;
  /** How long open turns are heard out once the time is up. */
  readonly gracefulStopMs: number;
}

const DEFAULT_GRACEFUL_STOP_MS = 30_000;

export interface BenchEnvironment {
  /** `OPENAI_BASE_URL`, where set. */
  readonly baseUrl?: string;
  /** `OPENAI_MODEL`, where set. */
  readonly model?: string;
  /** Regions that can be emulated without a target of their own. */
  readonly profiles: readonly string[];
}

/**
 * Reads and checks the flags of `bench`.
 *
 * @param texts the texts given for each key of `BENCH_FLAGS`.
 * @returns the config, whole where `problems` is empty, and every problem at once.
 */
export function readBenchConfig(
  texts: Readonly<Record<string, readonly string[]>>,
  env: BenchEnvironment,
): { config: BenchConfig; problems: Problem[] } {
  const { values, problems } = readFlags(OTHER_FLAGS, texts);
  const { targets, regions: regionNames, profiles, ...rest } = values;
  const linked = new Map(profiles ?? []);
  const regions = readRegions(targets ?? [], regionNames, linked, env, problems);
  const { load, gracefulStopMs } = readShape(texts, rest.scenario, problems);
  const config = { ...rest, regions, gracefulStopMs, ...given("load", load) };
  const asksForLoad = Object.keys(LOAD_FLAGS).some((key) => texts[key]?.length);
  if (problems.length === 0) {
    problems.push(...conflicts(config));
    // It has a default: only the text tells that it was asked for.
    if (texts["think"]?.length && !usesMock(config)) problems.push(embeddedOnly("--think"));
  }
  if (problems.length === 0 && asksForLoad) problems.push(...idleWorkers(config));
  return { config, problems };
}

function readShape(
  texts: Readonly<Record<string, readonly string[]>>,
  scenario: string,
  problems: Problem[],
): Pick<BenchConfig, "load" | "gracefulStopMs"> {
  const { values, problems: unread } = readFlags(LOAD_FLAGS, texts);
  const { load, problems: contradictions } = readLoad(values, scenario);
  // What one flag fails to say is not held against the others, but that it stands there is.
  const isGiven = (key: string) => (texts[key]?.length ?? 0) > 0;
  const held = unread.length > 0 ? misplacedFlags(isGiven, scenario ?? "") : contradictions;
  problems.push(...unread, ...held);
  const gracefulStopMs = values.gracefulStop ?? DEFAULT_GRACEFUL_STOP_MS;
  return { gracefulStopMs, ...given("load", load) };
}

function readRegions(
  targets: readonly string[],
  wanted: readonly string[] | undefined,
  linked: ReadonlyMap<string, string>,
  env: BenchEnvironment,
  problems: Problem[],
): RegionConfig[] {
  const flags = readTargets(targets, env, problems);
  const shared = flags.find(({ region }) => region === undefined)?.target;
  const own = new Map(flags.flatMap(({ region, target }) => region ? [[region, target]] : []));
  problems.push(...ambiguities(flags, wanted));
  const names = wanted ?? (own.size > 0 ? [...own.keys()] : [defaultRegion(shared)]);
  const regions = names.map((name) => {
    const target = own.get(name) ?? shared ?? LOCAL;
    const profile = linked.get(name) ?? env.profiles.find((known) => known === name);
    if (wanted && target === LOCAL && profile === undefined) problems.push(noRegion(name, env));
    return { name, target, ...(target.kind === "local" && given("profile", profile)) };
  });
  problems.push(...strayProfiles(regions, linked, env));
  return regions;
}

function strayProfiles(
  regions: readonly RegionConfig[],
  linked: ReadonlyMap<string, string>,
  { profiles }: BenchEnvironment,
): Problem[] {
  const field = flagName(OTHER_FLAGS.profiles);
  return [...linked].flatMap(([name, profile]) => {
    if (!profiles.includes(profile)) {
      const rule = `'${profile}' is no built-in region`;
      return [{ field, rule, remedy: `choose from ${profiles.join(", ")}`, region: name }];
    }
    if (regions.some((region) => region.name === name && region.profile)) return [];
    const rule = `region '${name}' has no embedded bridge that links could lie before`;
    return [{ field, rule, remedy: "measure it, without a target", region: name }];
  });
}

/** The region of a run that names none. */
function defaultRegion(target: Target | undefined): string {
  if (!target || target.kind === "local") return "local";
  return target.takesApiKey ? "openai" : "default";
}

/** No target that was given may go unmeasured without a word. */
function ambiguities(
  flags: readonly TargetFlag[],
  wanted: readonly string[] | undefined,
): Problem[] {
  const field = "--target";
  const names = flags.map(({ region }) => region);
  const remedy = "write region=URL once for each region";
  const problems: Problem[] = [];
  if (names.filter((name) => name === undefined).length > 1) {
    const rule = "two targets without a region cannot be told apart in the report";
    problems.push({ field, rule, remedy });
  } else if (!wanted && names.includes(undefined) && names.some((name) => name !== undefined)) {
    const rule = "one target names its region and another does not";
    problems.push({ field, rule, remedy });
  }
  for (const name of new Set(names)) {
    if (name === undefined) continue;
    if (names.indexOf(name) !== names.lastIndexOf(name)) {
      const rule = `region '${name}' has two targets`;
      problems.push({ field, rule, remedy, region: name });
    }
    if (wanted && !wanted.includes(name)) {
      const rule = `region '${name}' is not among those that are measured: ${wanted.join(", ")}`;
      problems.push({ field, rule, remedy: "add it, or leave its target out", region: name });
    }
  }
  return problems;
}

function noRegion(name: string, { profiles }: BenchEnvironment): Problem {
  return {
    field: "--region",
    rule: `'${name}' has no target and is no built-in region`,
    remedy: `add --target ${name}=URL or choose from ${profiles.join(", ")}`,
    region: name,
  };
}

function readTargets(
  targets: readonly string[],
  env: BenchEnvironment,
  problems: Problem[],
): TargetFlag[] {
  const model = env.model ?? DEFAULT_MODEL;
  return targets.flatMap((text) => {
    try {
      return [readTarget(text, { model, ...(env.baseUrl && { baseUrl: env.baseUrl }) })];
    } catch (error) {
      if (!(error instanceof RuleError)) throw error;
      problems.push({
        field: flagName(OTHER_FLAGS.targets),
        rule: error.rule,
        remedy: error.remedy,
      });
      return [];
    }
  });
}

/** Rules between fields that are each sound by themselves. */
function conflicts(config: BenchConfig): Problem[] {
  const problems: Problem[] = ticketConflicts(config);
  const remote = config.regions.find(({ target }) => target.kind !== "local");
  const coldStartsAlone = config.scenario === "cold-start";
  if (config.coldStart !== undefined && remote && !coldStartsAlone) {
    problems.push({
      field: "--cold-start",
      rule:
        `region '${remote.name}' has a target that is already running, so it cannot be started anew`,
      remedy: "leave --target out, or wait for it to fall asleep with --scenario cold-start",
    });
  }
  if (config.idleWait !== undefined && !(remote && coldStartsAlone)) {
    problems.push({
      field: "--idle-wait",
      rule: "is for cold starts of a target that is already running",
      remedy: "add --scenario cold-start and --target URL",
    });
  }
  problems.push(...abortConflicts(config));
  if (config.script && !usesMock(config)) problems.push(embeddedOnly("--script"));
  if (config.faults.length > 0 && !usesMock(config)) problems.push(embeddedOnly("--fault"));
  return problems;
}

/** Whether a region has the embedded mock. */
export function usesMock({ regions }: Pick<BenchConfig, "regions">): boolean {
  return regions.some(({ target }) => target.kind === "local");
}

/** Threads that no client is for. */
function idleWorkers({ workers, load, regions }: BenchConfig): Problem[] {
  const clients = load ? peakClients(load) * regions.length : 0;
  if (!load || workers === "auto" || workers <= clients) return [];
  const rule = `${workers} are more than the ${clients} clients there are`;
  return [{ field: "--workers", rule, remedy: `give ${clients} at most, or more clients` }];
}

/** An end that could never come is a mistake. */
function abortConflicts({ abortOnFail, abortGrace, thresholds, load }: BenchConfig): Problem[] {
  if (!abortOnFail) {
    if (abortGrace === undefined) return [];
    const rule = "is for --abort-on-fail, which is not there";
    return [{ field: "--abort-grace", rule, remedy: "add it, or leave this out" }];
  }
  const field = "--abort-on-fail";
  if (!load) {
    return [{ field, rule: "is for a load, and there is none", remedy: "leave it out" }];
  }
  if (thresholds.length > 0) return [];
  const remedy = "add e.g. --threshold 'error_rate<0.05'";
  return [{ field, rule: "has no --threshold to go by", remedy }];
}

/** A ticket that would reach nobody is a mistake. */
function ticketConflicts({ ticket, ticketSecret, regions }: BenchConfig): Problem[] {
  if (ticket === undefined && !ticketSecret) return [];
  const field = ticket === undefined ? "--ticket-secret" : "--ticket";
  if (ticket !== undefined && ticketSecret) {
    return [{ field, rule: "contradicts --ticket-secret", remedy: "give one of them" }];
  }
  if (regions.some(({ target }) => target.kind === "bridge")) return [];
  return [{ field, rule: "is for a bridge, and none is measured", remedy: "add --target URL" }];
}

function embeddedOnly(flag: string): Problem {
  return {
    field: flag,
    rule: "is for the embedded mock, and no region has it",
    remedy: `leave it out, or give ${flag} to the mock behind the target`,
  };
}
