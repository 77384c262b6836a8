import type { Outcome } from "../client/record.ts";
import type { Counts } from "../metrics/counts.ts";
import { total } from "../metrics/counts.ts";
import { isTooMany } from "../metrics/tolerated.ts";
import type { AgentEnd } from "../fleet/fleet_end.ts";
import type { EndRecord } from "../fleet/records.ts";
import { plusCoverage, shareCovered } from "../fleet/coverage.ts";
import type { Plan } from "../plan/plan.ts";
import { shareOf } from "../plan/segment.ts";
import type { FleetReport } from "../report/fleet_report.ts";
import { plannedTurnsOfRegion } from "./planned.ts";
import { peakClients } from "../config/load.ts";

/** What a fleet's agents make of a run's validity. */
export interface FleetFindings {
  /** Why the run is not valid. */
  readonly reasons: readonly string[];
  readonly warnings: readonly string[];
  /** By region: turns of agents that did not do their share, where the coverage suffices all the same. */
  readonly missedTurns: ReadonlyMap<string, number>;
}

export interface FleetRun {
  readonly agents: readonly AgentEnd[];
  readonly turnsOf: ReadonlyMap<string, Counts<Outcome>>;
  /** By agent: `late_generator` turns that were lost with a thread of it. */
  readonly lostTurnsOf: ReadonlyMap<string, number>;
  readonly minCoverage: number;
  readonly plan: Plan;
}

export function fleetFindings(run: FleetRun): FleetFindings {
  const { minCoverage } = run;
  const reasons: string[] = run.agents.flatMap((agent) => overload(agent, run));
  const warnings: string[] = linesOf(run.agents, (end) => end.remarks);
  const missedTurns = new Map<string, number>();
  for (const { region, ...windows } of regionsOf(run.agents)) {
    const troubled = run.agents.filter((agent) =>
      agent.member.region === region && troubleOf(agent) !== undefined
    );
    const share = shareCovered(windows);
    if (troubled.length === 0 && share === 1) continue;
    const isEnough = share >= minCoverage && minCoverage < 1;
    const who = troubled.map((agent) => `agent '${agent.member.name}' ${troubleOf(agent)}`);
    const text = `region '${region}' is covered to ${percent(share)} (${windows.received} of ` +
      `${windows.expected} windows)${who.length > 0 ? `: ${who.join("; ")}` : ""}`;
    if (isEnough) warnings.push(text);
    else reasons.push(`${text}; --min-coverage accepts less than all`);
    if (isEnough) missedTurns.set(region, missed(run, troubled));
  }
  return { reasons, warnings, missedTurns };
}

/** The same for `run.json`. */
export function fleetReport(agents: readonly AgentEnd[]): FleetReport {
  const rows = agents.map((agent) => {
    const { member: { name, region }, coverage, start, end } = agent;
    const trouble = troubleOf(agent);
    return {
      ...{ name, region, windows: coverage },
      ...(trouble !== undefined && { trouble }),
      ...(start && { clockOffsetMs: start.offsetMs, clockErrorMs: start.errorMs }),
      ...(end && { startLateMs: end.startLateMs }),
      ...(end?.folder !== undefined && { folder: end.folder }),
    };
  });
  const startSkewMs = skewOf(agents);
  return {
    agents: rows,
    regions: regionsOf(agents),
    ...(startSkewMs !== undefined && { startSkewMs }),
  };
}

/** Why an agent did not do its share; `undefined` where it did. */
function troubleOf({ isLost, end }: AgentEnd): string | undefined {
  if (end?.failed !== undefined) return `failed: ${end.failed}`;
  if (end?.hasLeft) return "was ended by its owner before its share was done";
  if (isLost) return "was lost";
  return end === undefined ? "could not say its last" : undefined;
}

function regionsOf(agents: readonly AgentEnd[]): FleetReport["regions"] {
  const regions = [...new Set(agents.map(({ member }) => member.region))];
  return regions.map((region) => ({
    region,
    ...agents.filter(({ member }) => member.region === region)
      .map(({ coverage }) => coverage)
      .reduce(plusCoverage, { received: 0, expected: 0 }),
  }));
}

/** Two are told to start as far apart at most as the two worst clocks and the latest message allow. */
function skewOf(agents: readonly AgentEnd[]): number | undefined {
  if (agents.some(({ start }) => !start)) return undefined;
  const errorsMs = agents.map(({ start }) => start!.errorMs).sort((a, b) => b - a);
  const latestMs = Math.max(...agents.map(({ end }) => end?.startLateMs ?? 0));
  return agents.length < 2 ? 0 : errorsMs[0]! + errorsMs[1]! + latestMs;
}

function overload(
  { member: { name, region } }: AgentEnd,
  { turnsOf, lostTurnsOf }: FleetRun,
): string[] {
  const turns = turnsOf.get(name) ?? {};
  // What was lost with a thread is a matter of the coverage.
  const late = (turns.late_generator ?? 0) - (lostTurnsOf.get(name) ?? 0);
  if (!isTooMany(late, total(turns))) return [];
  return [
    `agent '${name}' of region '${region}' was late in ${late} of ` +
    `${total(turns)} turns: use fewer clients, a less busy machine, or more agents there`,
  ];
}

/** What targets did to the sessions of each agent. */
export function complaintsOf(agents: readonly AgentEnd[]): string[] {
  return linesOf(agents, (end) => end.complaints);
}

function linesOf(
  agents: readonly AgentEnd[],
  linesIn: (end: EndRecord) => readonly string[],
): string[] {
  return agents.flatMap(({ member, end }) =>
    (end ? linesIn(end) : []).map((line) => `agent '${member.name}': ${line}`)
  );
}

/** What arrived of troubled agents is among the attempts: only the rest of their shares is missed. */
function missed({ plan, turnsOf }: FleetRun, troubled: readonly AgentEnd[]): number {
  const turns = plannedTurnsOfRegion(plan) ?? 0;
  const clients = peakClients(plan.load);
  const left = troubled.map(({ member: { name, segment, region } }) => {
    const theirs = shareOf(segment, clients, plan.regions.indexOf(region));
    return Math.max(0, turns * theirs / clients - total(turnsOf.get(name) ?? {}));
  });
  return clients === 0 ? 0 : left.reduce((sum, turns) => sum + turns, 0);
}

function percent(share: number): string {
  return `${(Math.floor(share * 1000) / 10).toFixed(1)} %`;
}
