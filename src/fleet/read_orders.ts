import type { SpeechFixture } from "../audio/fixture.ts";
import type { Bus } from "./bus.ts";
import { FleetError } from "./fleet_error.ts";
import { decode, type PlanRecord } from "./records.ts";
import { unchunked } from "./speech_chunks.ts";
import { runSubjects } from "./subjects.ts";

/**
 * Reads a plan and its speech from the stream.
 *
 * @throws {FleetError} where the signal aborts before they are whole
 */
export async function readOrders(
  bus: Bus,
  runId: string,
  signal: AbortSignal,
): Promise<PlanRecord & { readonly speech: readonly SpeechFixture[] }> {
  const { orders, speech: speechSubject } = runSubjects(runId);
  const chunks: Uint8Array[] = [];
  const done = new AbortController();
  const limit = AbortSignal.any([signal, done.signal]);
  for await (const { subject, data } of bus.read(orders, limit)) {
    if (subject === speechSubject) chunks.push(data);
    else {
      done.abort();
      return { ...decode<PlanRecord>(data), speech: await unchunked(chunks) };
    }
  }
  throw new FleetError(
    `the stream does not have the plan of run ${runId}: it keeps a run for a day, by the name that ` +
      "its bench has said",
  );
}
