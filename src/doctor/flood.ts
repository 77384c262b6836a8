import { type Clock, sleep } from "../time/clock.ts";

/** Where a flood is poured in. */
export interface Inflow {
  /** Sends one frame of the flood. @returns its bytes; 0 where it is not accepted any more. */
  pour(): number;
  /** What was sent and not taken yet. */
  readonly bufferedBytes: number;
  readonly isClosed: boolean;
}

/** How a flood came to its end. */
export interface Flood {
  /** `stopped`: nothing more was taken · `closed`: the receiver ended it · `limit`, `timeout`: ours. */
  readonly end: "stopped" | "closed" | "limit" | "timeout";
  readonly takenBytes: number;
  readonly tookMs: number;
}

export interface FloodLimits {
  readonly bytes: number;
  readonly timeoutMs: number;
  /** Who takes nothing for so long has stopped. */
  readonly stoppedMs: number;
}

/** What waits on our own side at most. */
const AHEAD_BYTES = 1 << 20;
const LOOK_MS = 5;

/** Pours frames in for as long as they are taken, and tells how much was. */
export async function flood(inflow: Inflow, limits: FloodLimits, clock: Clock): Promise<Flood> {
  const startedMs = clock.now();
  let [sentBytes, takenBytes, takenAtMs] = [0, 0, startedMs];
  const finished = (end: Flood["end"]) => ({ end, takenBytes, tookMs: clock.now() - startedMs });
  while (true) {
    if (inflow.isClosed) return finished("closed");
    const nowBytes = sentBytes - inflow.bufferedBytes;
    if (nowBytes > takenBytes) [takenBytes, takenAtMs] = [nowBytes, clock.now()];
    if (takenBytes >= limits.bytes) return finished("limit");
    if (clock.now() - takenAtMs >= limits.stoppedMs) return finished("stopped");
    if (clock.now() - startedMs >= limits.timeoutMs) return finished("timeout");
    sentBytes += fill(inflow);
    await sleep(clock, LOOK_MS);
  }
}

/** Pours in until enough waits, or no more is accepted. @returns the bytes. */
function fill(inflow: Inflow): number {
  let filledBytes = 0;
  while (inflow.bufferedBytes < AHEAD_BYTES) {
    const bytes = inflow.pour();
    if (bytes === 0) break;
    filledBytes += bytes;
  }
  return filledBytes;
}
