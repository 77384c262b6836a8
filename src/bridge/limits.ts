import type { QueueLimits } from "./frame_queue.ts";
import type { FlowLimits } from "./outflow.ts";

/** What one session may take of the bridge. Times of 0 are no limit. */
export interface SessionLimits {
  /** UTF-8 bytes of one frame from the client. */
  readonly maxFrameBytes: number;
  readonly maxSessionMs: number;
  /** Without a frame either way. */
  readonly maxIdleMs: number;
  /** What waits for a leg to open. */
  readonly queue: QueueLimits;
  /** What waits for an open leg to take it. */
  readonly flow: FlowLimits;
}

/** A low mark well under the high one, so that a leg is not stopped and started at each frame. */
const LOW_SHARE = 0.25;

/**
 * Reads the limits' environment variables. `integer` yields the whole number that a variable holds.
 * The defaults: frames as large as the queue takes, the service's own session length, and queues of
 * about 15 s of 20 ms audio frames, which is more than any dial that still succeeds takes.
 */
export function readLimits(
  integer: (name: string, fallback: number, min: number, max: number) => number,
): SessionLimits {
  const highBytes = integer("BRIDGE_HIGH_WATER_BYTES", 1 << 20, 1024, 1 << 30);
  return {
    maxFrameBytes: integer("BRIDGE_MAX_FRAME_BYTES", 1 << 20, 1024, 64 << 20),
    maxSessionMs: integer("BRIDGE_MAX_SESSION_MINUTES", 60, 0, 1440) * 60_000,
    maxIdleMs: integer("BRIDGE_IDLE_SECONDS", 300, 0, 86_400) * 1000,
    queue: {
      frames: integer("BRIDGE_QUEUE_FRAMES", 1024, 1, 1_000_000),
      bytes: integer("BRIDGE_QUEUE_BYTES", 1 << 20, 1024, 1 << 30),
    },
    flow: {
      highBytes,
      lowBytes: Math.floor(highBytes * LOW_SHARE),
      maxBytes: 4 * highBytes,
      maxSlowMs: integer("BRIDGE_SLOW_SECONDS", 15, 1, 600) * 1000,
    },
  };
}

/** The limits where the environment sets none. */
export const DEFAULT_LIMITS: SessionLimits = readLimits((_name, fallback) => fallback);
