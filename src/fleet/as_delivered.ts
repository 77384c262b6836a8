import { plural } from "../report/number.ts";
import type { EndRecord } from "./records.ts";

/** The end of an agent's run as its owner is to know it: a run whose results did not arrive has failed. */
export function asDelivered(end: EndRecord, undelivered: number): EndRecord {
  if (undelivered === 0) return end;
  const lost = `${plural(undelivered, "record")} of its results could not be delivered to NATS`;
  const kept = end.folder === undefined ? "are lost: --out keeps a copy" : `are in ${end.folder}`;
  const before = end.failed === undefined ? "" : `${end.failed}; `;
  return { ...end, failed: `${before}${lost} and ${kept}` };
}
