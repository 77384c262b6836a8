import { nearest } from "../config/nearest.ts";
import type { Problem } from "../config/problem.ts";

const PREFIX = "BRIDGE_";
/** What Kubernetes sets in each container where a service is called `bridge` or `bridge-…`. */
const SERVICE_LINK = /_SERVICE_(HOST|PORT)(_|$)|_PORT_\d+_(TCP|UDP|SCTP)(_|$)/;
const LINK_VALUE = /^(tcp|udp|sctp):\/\//;

/**
 * The variables that are written like the bridge's own and are none of `known`: one that is misspelt
 * would else be a limit that is not there.
 */
export function unknownVariables(
  environment: Readonly<Record<string, string>>,
  known: ReadonlySet<string>,
): Problem[] {
  return Object.entries(environment)
    .filter(([name, value]) => {
      const isOurs = name.startsWith(PREFIX) && value !== "" && !known.has(name);
      return isOurs && !SERVICE_LINK.test(name) && !LINK_VALUE.test(value);
    })
    .map(([field]) => ({ field, rule: "is not known", remedy: remedyFor(field, known) }));
}

function remedyFor(name: string, known: ReadonlySet<string>): string {
  const bare = name.slice(PREFIX.length);
  const meant = known.has(bare) ? bare : nearest(name, [...known]);
  return meant === undefined ? "unset it; docs/bridge.md has all names" : `did you mean ${meant}?`;
}
