import type { NatsConnection } from "@nats-io/transport-node";
import {
  JetStreamApiCodes,
  JetStreamApiError,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
} from "@nats-io/jetstream";
import { FleetError } from "./fleet_error.ts";
import { misfitOf } from "./stream_fit.ts";
import { STREAM, STREAM_SUBJECTS } from "./subjects.ts";

/** A run is kept for a day, a message id for longer than a server is usually away. */
const KEPT_NS = 24 * 3600e9;
const DUPLICATES_NS = 600e9;
/**
 * Makes the stream where there is none. One that somebody has set up otherwise is taken, if it keeps
 * what it must and nothing that it must not.
 *
 * @throws {FleetError} where it does not; another error where there is no JetStream
 */
export async function ensureStream(connection: NatsConnection, timeout: number): Promise<void> {
  const { streams } = await jetstreamManager(connection, { timeout });
  const { config } = await streams.info(STREAM).catch((error) => {
    if (!isNotFound(error)) throw error;
    return streams.add({
      name: STREAM,
      subjects: [STREAM_SUBJECTS],
      storage: StorageType.File,
      retention: RetentionPolicy.Limits,
      max_age: KEPT_NS,
      duplicate_window: DUPLICATES_NS,
    });
  });
  const misfit = misfitOf(config.subjects);
  if (misfit !== undefined) throw new FleetError(misfit);
}

/** Whether JetStream says that there is no such stream. */
export function isNotFound(error: unknown): boolean {
  return error instanceof JetStreamApiError && error.code === JetStreamApiCodes.StreamNotFound;
}
