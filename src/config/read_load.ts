import { flagName, type readFlags } from "./flag.ts";
import { given } from "./given.ts";
import { defaultRampMs } from "./default_ramp.ts";
import type { Load } from "./load.ts";
import { LOAD_FLAGS } from "./load_flags.ts";
import { DAY_MS } from "../time/duration.ts";
import type { Rate } from "./load_readers.ts";
import type { Problem } from "./problem.ts";
import { areaOf, durationOf, peakOf, type Stage } from "./stage.ts";

type LoadFlags = ReturnType<typeof readFlags<typeof LOAD_FLAGS>>["values"];
type IsGiven = (key: keyof LoadFlags) => boolean;
type Stages = NonNullable<LoadFlags["stages"]>;

const DEFAULT_CLIENTS = 10;
const DEFAULT_TURNS = 3;
/** How long `--scenario long` goes on where nobody says. */
const LONG_MS = 10 * 60_000;

/**
 * The shape that the flags ask for: `--stages` alone ramps sessions, `--arrival-rate` makes an open
 * load, anything else is a fixed number of sessions.
 *
 * @returns no load where there is to be none, as with `--scenario cold-start`.
 */
export function readLoad(
  flags: LoadFlags,
  scenario: string,
): { load?: Load; problems: Problem[] } {
  const isGiven: IsGiven = (key) => flags[key] !== undefined;
  const { load, problems } = shapeOf(flags, scenario);
  return { ...given("load", load), problems: [...misplacedFlags(isGiven, scenario), ...problems] };
}

function shapeOf(flags: LoadFlags, scenario: string): { load?: Load; problems: Problem[] } {
  if (scenario === "cold-start") return { problems: [] };
  if (flags.arrivalRate) return arrivals(flags, flags.arrivalRate);
  if (flags.stages) return rampingSessions(flags.stages);
  const isTimed = scenario === "long" && flags.turns === undefined;
  return constantSessions(isTimed ? { ...flags, duration: flags.duration ?? LONG_MS } : flags);
}

/** Flags of the load that mean nothing beside the others that are given, whatever they say. */
export function misplacedFlags(isGiven: IsGiven, scenario: string): Problem[] {
  const rules = rulesBeside(isGiven, scenario);
  return (Object.keys(rules) as (keyof LoadFlags)[]).filter(isGiven).map((key) => {
    const [rule, remedy] = rules[key]!;
    return { field: flagName(LOAD_FLAGS[key]), rule, remedy };
  });
}

function rulesBeside(isGiven: IsGiven, scenario: string): Misplaced {
  if (scenario === "cold-start") return FOR_COLD_STARTS;
  if (isGiven("arrivalRate")) return isGiven("stages") ? FOR_RAMPING_ARRIVALS : FOR_ARRIVALS;
  if (isGiven("stages")) return FOR_RAMPING_SESSIONS;
  const isTimed = isGiven("duration") || scenario === "long" && !isGiven("turns");
  return isTimed ? FOR_DURATION : FOR_COUNTED_TURNS;
}

function constantSessions(flags: LoadFlags): { load: Load; problems: Problem[] } {
  const { clients = DEFAULT_CLIENTS, duration } = flags;
  // One that nobody asked for leaves at least half of the time to all clients together.
  const rampMs = flags.ramp ?? Math.min(defaultRampMs(clients), (duration ?? Infinity) / 2);
  const base = { shape: "constant-sessions", clients, rampMs } as const;
  if (duration === undefined) {
    const load = { ...base, turns: flags.turns ?? DEFAULT_TURNS };
    return { load, problems: [] };
  }
  const problems: Problem[] = [];
  if (rampMs >= duration) {
    const rule = `its ${rampMs / 1000} s leave nothing of the --duration`;
    problems.push({ field: "--ramp", rule, remedy: "make it the shorter of the two" });
  }
  return { load: { ...base, durationMs: duration }, problems };
}

function arrivals(flags: LoadFlags, rate: Rate): { load: Load; problems: Problem[] } {
  const { clients = DEFAULT_CLIENTS, turns = DEFAULT_TURNS, duration } = flags;
  const { perSecond, unitMs } = rate;
  const problems: Problem[] = [];
  if (!flags.stages && duration === undefined) {
    const rule = "does not say for how long";
    problems.push({ field: "--arrival-rate", rule, remedy: "add --duration or --stages" });
  }
  const stages = flags.stages
    ? joined(perSecond, flags.stages.map(([ms, level]) => [ms, level * 1000 / unitMs]))
    : joined(perSecond, [[duration ?? Infinity, perSecond]]);
  const field = flags.stages ? "--stages" : "--arrival-rate";
  problems.push(...tooLong(stages, field));
  if (areaOf(stages) < 1) {
    const rule = "not even one session would arrive";
    problems.push({ field, rule, remedy: "give a higher rate or more time" });
  }
  const shape = flags.stages ? "ramping-arrival-rate" : "constant-arrival-rate";
  return { load: { shape, clients, turns, stages }, problems };
}

function rampingSessions(targets: Stages): { load: Load; problems: Problem[] } {
  const stages = joined(0, targets);
  const problems = tooLong(stages, "--stages");
  if (peakOf(stages) < 1 || durationOf(stages) === 0) {
    const rule = "no session would ever be open";
    problems.push({ field: "--stages", rule, remedy: "give time:sessions, e.g. 30s:10,1m:10" });
  }
  return { load: { shape: "ramping-sessions", stages }, problems };
}

/** Each stage begins where the one before has ended. */
function joined(from: number, targets: Stages): Stage[] {
  return targets.map(([durationMs, to], i) => ({
    durationMs,
    from: i === 0 ? from : targets[i - 1]![1],
    to,
  }));
}

function tooLong(stages: readonly Stage[], field: string): Problem[] {
  const durationMs = durationOf(stages);
  if (durationMs <= DAY_MS || durationMs === Infinity) return [];
  return [{ field, rule: "lasts longer than a day", remedy: "give at most 24h in all" }];
}

/** Flags that mean nothing beside the others, and why. */
type Misplaced = { readonly [flag in keyof LoadFlags]?: readonly [rule: string, remedy: string] };

const STAGES_SAY = ["contradicts --stages", "the stages say it: leave one of the two out"] as const;

const FOR_COUNTED_TURNS: Misplaced = {
  gracefulStop: ["has nothing to end: each client does its turns", "add --duration or --stages"],
};
const FOR_DURATION: Misplaced = {
  turns: ["contradicts --duration: a client goes on until the time is up", "give one of the two"],
};
const FOR_ARRIVALS: Misplaced = {
  ramp: ["is for a fixed number of clients", "ramp the rate with --stages"],
};
const FOR_RAMPING_ARRIVALS: Misplaced = { ...FOR_ARRIVALS, duration: STAGES_SAY };
const FOR_RAMPING_SESSIONS: Misplaced = {
  clients: STAGES_SAY,
  duration: STAGES_SAY,
  ramp: STAGES_SAY,
  turns: ["contradicts --stages: a client goes on until it is one too many", "leave it out"],
};
const NO_LOAD = ["is of a load, and --scenario cold-start has none", "leave it out"] as const;
const FOR_COLD_STARTS: Misplaced = {
  clients: NO_LOAD,
  turns: NO_LOAD,
  duration: NO_LOAD,
  arrivalRate: NO_LOAD,
  stages: NO_LOAD,
  ramp: NO_LOAD,
  gracefulStop: NO_LOAD,
};
