import { isTooMany } from "../metrics/tolerated.ts";
import type { Signs, TELLING } from "./signs.ts";

/** Which part of the whole could not take more. */
export type Part = "generator" | "bridge" | "upstream" | "unknown";

export interface Blame {
  readonly part: Part;
  /** What speaks for it, for people. */
  readonly evidence: readonly string[];
}

/** A rise of less than this at p95 is no sign of a queue. */
const MATERIAL_MS = 10;
/**
 * What slows the bridge down by this share of all that was added has slowed the whole: a request
 * passes the bridge twice, and waits there each time, while a ping waits once.
 */
const BRIDGE_SHARE = 0.2;

type Name = typeof TELLING[number];

/**
 * Who gave out in a run that failed, told from what rose since one that passed with fewer clients. The
 * generator first, for nothing else can be told while it is late; then whoever turns callers away; then
 * where the time went: a ping comes back from the bridge, a request from the service behind it.
 */
export function blame(failing: Signs, passing: Signs | undefined): Blame {
  if (failing.generatorLate) return lateGenerator(failing);
  if (isTooMany(failing.turnedAwayShare, 1)) {
    const percent = (100 * failing.turnedAwayShare).toFixed(0);
    return { part: "bridge", evidence: [`${percent} % of the sessions were not let in`] };
  }
  if (!passing) return { part: "unknown", evidence: ["no lighter load passed, to compare with"] };
  const bridge = bridgeRises(failing, passing);
  const behind = upstreamRises(failing, passing);
  const [bridgeMs, behindMs] = [mostMs(bridge), mostMs(behind)];
  if (bridgeMs >= Math.max(MATERIAL_MS, BRIDGE_SHARE * behindMs)) {
    return { part: "bridge", evidence: told(bridge) };
  }
  if (behindMs >= MATERIAL_MS) return { part: "upstream", evidence: told(behind) };
  return { part: "unknown", evidence: unexplained(failing) };
}

function lateGenerator({ bridge, upstream }: Signs): Blame {
  const shared = bridge || upstream
    ? ["it shares this machine's cores with the embedded bridge and mock"]
    : [];
  return { part: "generator", evidence: ["its frames left too late for a valid run", ...shared] };
}

interface Rise {
  readonly what: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** On the way to the bridge, and in it. */
function bridgeRises(failing: Signs, passing: Signs): Rise[] {
  return [
    ...metricRise("bridge_rtt", failing, passing),
    ...metricRise("relay_hop", failing, passing),
    ...threadRise("bridge", failing, passing),
  ];
}

/** Behind the bridge: the service, and the way there. What the bridge added itself is in it too. */
function upstreamRises(failing: Signs, passing: Signs): Rise[] {
  return [
    ...metricRise("rtt", failing, passing),
    ...metricRise("response_latency", failing, passing),
    ...threadRise("upstream", failing, passing),
  ];
}

function metricRise(name: Name, failing: Signs, passing: Signs): Rise[] {
  const [fromMs, toMs] = [passing.p95Ms[name], failing.p95Ms[name]];
  return fromMs === undefined || toMs === undefined ? [] : [{ what: `${name} p95`, fromMs, toMs }];
}

function threadRise(part: "bridge" | "upstream", failing: Signs, passing: Signs): Rise[] {
  const [before, now] = [passing[part], failing[part]];
  if (!before || !now) return [];
  const busy = `${(100 * now.cpuShare).toFixed(0)} % of a core`;
  const what = `its thread (${busy}) was late by p95`;
  return [{ what, fromMs: before.lateP95Ms, toMs: now.lateP95Ms }];
}

function mostMs(rises: readonly Rise[]): number {
  return Math.max(0, ...rises.map(({ fromMs, toMs }) => toMs - fromMs));
}

function told(rises: readonly Rise[]): string[] {
  return rises.filter(({ fromMs, toMs }) => toMs - fromMs >= MATERIAL_MS)
    .map(({ what, fromMs, toMs }) => `${what} ${fromMs.toFixed(1)} → ${toMs.toFixed(1)} ms`);
}

function unexplained({ failedShare, p95Ms }: Signs): string[] {
  const failed = isTooMany(failedShare, 1)
    ? [`${(100 * failedShare).toFixed(0)} % of the turns did not end well: see turns.csv`]
    : [];
  const blind = p95Ms.relay_hop === undefined
    ? ["the target tells nothing of itself (no probe), and its round trips did not rise"]
    : ["neither round trips nor hops rose"];
  return [...failed, ...blind];
}
