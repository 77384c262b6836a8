import type { Endpoint } from "../client/endpoint.ts";
import type { SessionRecord } from "../client/record.ts";
import { given } from "../config/given.ts";
import type { Endpoints, Unreachable } from "./job.ts";

/** The session that is held with each target before the load. */
export interface FirstContact {
  readonly region: string;
  readonly endpoint: Endpoint;
  readonly record: SessionRecord;
}

export function unreachableOf(contacts: readonly FirstContact[]): Unreachable[] {
  return contacts.flatMap(({ region, endpoint: { url }, record }) => {
    const { outcome, errorCode, errorMessage } = record;
    if (outcome === "ok" || outcome === "interrupted") return [];
    const why = { ...given("errorCode", errorCode), ...given("errorMessage", errorMessage) };
    return [{ region, url, outcome, ...why }];
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
