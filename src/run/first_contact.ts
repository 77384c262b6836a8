import type { Endpoint } from "../client/endpoint.ts";
import type { SessionRecord } from "../client/record.ts";
import type { Endpoints, Unreachable } from "./job.ts";

/** The session that is held with each target before the load. */
export interface FirstContact {
  readonly region: string;
  readonly endpoint: Endpoint;
  readonly record: SessionRecord;
}

export function unreachableOf(contacts: readonly FirstContact[]): Unreachable[] {
  return contacts.flatMap(({ region, endpoint: { url }, record: { outcome, errorCode } }) => {
    if (outcome === "ok" || outcome === "interrupted") return [];
    return [{ region, url, outcome, ...(errorCode !== undefined && { errorCode }) }];
  });
}

/**
 * How to dial from here on. Only a bridge that offers to tell what it sees is asked to: any other would
 * be sent a parameter that it does not know.
 */
export function endpointsAfter(contacts: readonly FirstContact[]): Endpoints {
  return Object.fromEntries(
    contacts.map(({ region, endpoint, record }) => [
      region,
      record.bridgeProbe === undefined ? endpoint : { ...endpoint, probe: true },
    ]),
  );
}
