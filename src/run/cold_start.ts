import { connectMs } from "../client/connect_ms.ts";
import type { SessionOutcome, SessionRecord } from "../client/record.ts";
import { runSession } from "../client/session.ts";
import type { Dial } from "../client/socket.ts";
import { coldStart } from "../scenarios/cold_start.ts";
import type { Clock } from "../time/clock.ts";
import type { Attention } from "../time/thread_watch.ts";
import { Pacer } from "../client/pacer.ts";

/** A fresh instance of a bridge that accepts connections. */
export interface Instance extends AsyncDisposable {
  readonly url: string;
}

/** How to connect, with nothing but the connect in view. */
export interface ConnectProbe {
  readonly clock: Clock;
  readonly attention: Attention;
  readonly lateLimitMs: number;
  dial(url: string): Dial;
}

export interface ColdStartProbe extends ConnectProbe {
  /** Spawns an instance; resolves when it says that it listens, rejects when it never does. */
  launch(signal: AbortSignal): Promise<Instance>;
}

/**
 * Starts one fresh instance and connects to it at once: `cold_start` runs from the spawn to
 * `session.created`, its phases are listening, the connect and session_ready. Never throws.
 */
export async function probeColdStart(
  probe: ColdStartProbe,
  signal: AbortSignal,
): Promise<SessionRecord> {
  const { clock, launch } = probe;
  const startedAtMs = clock.wallMs();
  const spawnedAtMs = clock.now();
  try {
    await using instance = await launch(signal);
    const listeningMs = clock.now() - spawnedAtMs;
    const record = await probeSleeping(probe, instance.url, signal);
    return { ...record, listeningMs, ...total(record, listeningMs) };
  } catch {
    return unlaunched(startedAtMs, signal.aborted ? "interrupted" : "unreachable");
  }
}

/** Connects to what runs or sleeps at `url`: whether that started it is for the instance to say. */
export function probeSleeping(
  { clock, attention, lateLimitMs, dial }: ConnectProbe,
  url: string,
  signal: AbortSignal,
): Promise<SessionRecord> {
  return runSession({
    clock,
    dial: dial(url),
    scenario: coldStart,
    turns: [],
    speech: new Map(),
    room: [""],
    pacer: new Pacer(clock, 1000),
    turnTimeoutMs: 0,
    lateLimitMs,
    attention,
    onTurn: () => {},
  }, signal);
}

function total(record: SessionRecord, listeningMs: number): { coldStartMs?: number } {
  const { sessionReadyMs } = record;
  const dialMs = connectMs(record);
  if (dialMs === undefined || sessionReadyMs === undefined) return {};
  return { coldStartMs: listeningMs + dialMs + sessionReadyMs };
}

function unlaunched(startedAtMs: number, outcome: SessionOutcome): SessionRecord {
  return {
    startedAtMs,
    scenario: coldStart.name,
    outcome,
    errorCode: "not_launched",
    cold: false,
    lateConnect: false,
    turns: 0,
    bytesSent: 0,
    bytesReceived: 0,
  };
}
