import type { Dial } from "../client/socket.ts";
import { runSession } from "../client/session.ts";
import type { SessionRecord } from "../client/record.ts";
import { coldStart } from "../scenarios/cold_start.ts";
import type { Clock } from "../time/clock.ts";

/** A fresh instance of a bridge that accepts connections. */
export interface Instance {
  readonly url: string;
  stop(): Promise<void>;
}

export interface ColdStartProbe {
  readonly clock: Clock;
  /** Spawns an instance; resolves when it says that it listens. */
  launch(): Promise<Instance>;
  dial(url: string): Dial;
}

/**
 * Starts one fresh instance and connects to it at once: `cold_start` runs from the spawn to
 * `session.created`, its phases are listening, the connect and session_ready.
 */
export async function probeColdStart(
  { clock, launch, dial }: ColdStartProbe,
  signal: AbortSignal,
): Promise<SessionRecord> {
  const spawnedAtMs = clock.now();
  const instance = await launch();
  const listeningMs = clock.now() - spawnedAtMs;
  try {
    const record = await runSession({
      clock,
      dial: dial(instance.url),
      scenario: coldStart,
      turns: [],
      speech: new Map(),
      room: [""],
      frameMs: 1000,
      turnTimeoutMs: 0,
      onTurn: () => {},
    }, signal);
    return { ...record, listeningMs, ...total(record, listeningMs) };
  } finally {
    await instance.stop();
  }
}

function total(record: SessionRecord, listeningMs: number): { coldStartMs?: number } {
  const { dnsMs = 0, tcpMs = 0, tlsMs = 0, upgradeMs, sessionReadyMs } = record;
  if (upgradeMs === undefined || sessionReadyMs === undefined) return {};
  return { coldStartMs: listeningMs + dnsMs + tcpMs + tlsMs + upgradeMs + sessionReadyMs };
}
