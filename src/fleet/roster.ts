import type { Segment } from "../plan/segment.ts";
import type { Announcement } from "./records.ts";
import { isName } from "./subjects.ts";

/** An agent that takes part in a run, and its share of the plan. */
export interface Member {
  readonly name: string;
  readonly region: string;
  readonly instance: string;
  readonly segment: Segment;
}

export interface Wanted {
  readonly version: string;
  readonly regions: readonly string[];
  /** In each region, at least. */
  readonly agents: number;
  /** Where a region has some, these and no others are taken, and all of them. */
  readonly only: readonly (readonly [region: string, agent: string])[];
}

/**
 * Shares a plan out over the agents that answered: those of a region in the order of their names, or in
 * the places that they were given. `problems` says what stands in the way; while agents are only
 * `missing`, waiting may help.
 */
export function rosterOf(
  announced: readonly Announcement[],
  wanted: Wanted,
): { members: Member[]; problems: string[]; isMissing: boolean } {
  // Whoever may publish may announce anything: what can be no part of a subject is no agent of ours.
  const sound = announced.filter((agent) => isName(agent?.name));
  const namedOf = (region: string) =>
    wanted.only.flatMap(([of, name]) => of === region ? [name] : []);
  const asked = sound.filter(({ region, name }) => {
    const named = namedOf(region);
    return wanted.regions.includes(region) && (named.length === 0 || named.includes(name));
  });
  const problems = [...twins(sound, asked), ...strangers(asked, wanted.version)];
  const free = asked.filter(({ runId }) => runId === undefined);
  const missing = wanted.regions.flatMap((region) => {
    const own = free.filter((agent) => agent.region === region);
    const named = namedOf(region);
    const least = named.length > 0 ? named.length : wanted.agents;
    const enough = Math.max(least, ...own.map(({ place }) => place?.count ?? 1));
    if (own.length >= enough) return [];
    const busy = asked.filter((agent) => agent.region === region && agent.runId !== undefined);
    const absent = named.filter((name) => !own.some((agent) => agent.name === name));
    return [lack(region, own, enough, busy, absent)];
  });
  const members = wanted.regions.flatMap((region) => {
    const own = free.filter((agent) => agent.region === region);
    problems.push(...misplaced(region, own));
    return own.sort(byPlace).map(({ name, instance }, index) => ({
      ...{ name, region, instance },
      segment: { index, count: own.length, regions: [region] },
    }));
  });
  const isMissing = problems.length === 0 && missing.length > 0;
  return { members, problems: problems.length > 0 ? problems : missing, isMissing };
}

function byPlace(a: Announcement, b: Announcement): number {
  return (a.place?.index ?? 0) - (b.place?.index ?? 0) || (a.name < b.name ? -1 : 1);
}

/** Both would hear what is meant for one, whatever their regions. */
function twins(all: readonly Announcement[], asked: readonly Announcement[]): string[] {
  const names = asked.map(({ name }) => name);
  const twice = names.filter((name) => all.filter((agent) => agent.name === name).length > 1);
  return [...new Set(twice)].map((name) =>
    `two agents are named '${name}': end one of them, or give it another --name`
  );
}

function strangers(agents: readonly Announcement[], version: string): string[] {
  return agents.filter((agent) => agent.version !== version).map((agent) =>
    `agent '${agent.name}' runs ttfa ${agent.version} and this is ${version}: bring both to one version`
  );
}

/** Either all agents of a region have a place, each another of the same count, or none has. */
function misplaced(region: string, own: readonly Announcement[]): string[] {
  const places = own.flatMap(({ place }) => place ?? []);
  if (places.length === 0) return [];
  const taken = new Set(places.map(({ index, count }) => `${index}/${count}`));
  const counts = new Set(places.map(({ count }) => count));
  if (places.length === own.length && taken.size === own.length && counts.size === 1) return [];
  const each = [...own].sort(byPlace).map(({ name, place }) =>
    `'${name}' has ${place ? `${place.index}/${place.count}` : "none"}`
  );
  const last = own.length - 1;
  return [
    `the agents of region '${region}' do not have one --segment each, of one count: ` +
    `${each.join(", ")}; start them with --segment 0/${own.length} to ${last}/${own.length}, or ` +
    "all without",
  ];
}

function lack(
  region: string,
  found: readonly Announcement[],
  wanted: number,
  busy: readonly Announcement[],
  absent: readonly string[],
): string {
  const names = busy.map(({ name, runId }) => `'${name}' is in run ${runId}`).join(", ");
  const why = busy.length > 0 ? ` (${names})` : "";
  return `region '${region}' has ${found.length} of ${wanted} agents${why}: ` +
    `start one with ttfa agent --nats URL --region ${region}` +
    freeSegments(found).slice(0, 1).map((segment) => ` --segment ${segment}`).join("") +
    absent.slice(0, 1).map((name) => ` --name ${name}`).join("");
}

/** Those that nobody has, where agents have some. */
function freeSegments(found: readonly Announcement[]): string[] {
  const places = found.flatMap(({ place }) => place ?? []);
  const count = Math.max(0, ...places.map(({ count }) => count));
  return Array.from({ length: count }, (_, index) => index)
    .filter((index) => !places.some((place) => place.index === index))
    .map((index) => `${index}/${count}`);
}
