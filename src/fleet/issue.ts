import type { Job } from "../run/job.ts";
import type { Bus } from "./bus.ts";
import { FleetError } from "./fleet_error.ts";
import type { Letter } from "./outbox.ts";
import {
  encode,
  type Order,
  type OrderReply,
  type PlanRecord,
  type StopRecord,
} from "./records.ts";
import type { Member } from "./roster.ts";
import { chunked } from "./speech_chunks.ts";
import { askAgent, runSubjects } from "./subjects.ts";

const REPLY_MS = 10_000;

/** Of an order, what all agents of a run have in common. */
export type Terms = Omit<Order, "runId" | "endpoint">;

/**
 * Puts a job on the stream, and gives each agent its order.
 *
 * @throws {FleetError} when one of them does not take it; the others are told to stop
 */
export async function issue(
  bus: Bus,
  { runId, plan, speech, endpoints }: Job,
  members: readonly Member[],
  terms: Terms,
  brief: unknown,
): Promise<PlanRecord> {
  const subjects = runSubjects(runId);
  const chunks = await chunked(speech);
  const { version } = terms;
  const record = { version, runId, plan, members, speechChunks: chunks.length, brief };
  for (const [i, data] of chunks.entries()) {
    await post(bus, { subject: subjects.speech, id: `${runId}-speech-${i}`, data });
  }
  await post(bus, { subject: subjects.plan, id: `${runId}-plan`, data: encode(record) });
  const refusals = await Promise.all(members.map(async ({ name, region }) => {
    const order: Order = { ...terms, runId, endpoint: endpoints[region]! };
    const reply = await bus.ask<OrderReply>(askAgent(name, "order"), order, REPLY_MS);
    if (reply === undefined) return [`agent '${name}' did not answer its order`];
    return "refused" in reply ? [reply.refused] : [];
  }));
  if (refusals.flat().length === 0) return record;
  const stop: StopRecord = { reason: refusals.flat().join("; ") };
  await post(bus, { subject: subjects.stop, id: `${runId}-stop`, data: encode(stop) });
  throw new FleetError(refusals.flat().join("\n"));
}

async function post(bus: Bus, letter: Letter): Promise<void> {
  try {
    await bus.post(letter);
  } catch (error) {
    throw new FleetError(`the stream does not take the plan: ${(error as Error).message}`);
  }
}
