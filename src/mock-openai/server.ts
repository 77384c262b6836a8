import { UsageError } from "../config/problem.ts";
import { systemClock } from "../time/system_clock.ts";
import type { Clock } from "../time/clock.ts";
import { loadBundledTranscriber } from "./bundled_transcriber.ts";
import { REALTIME_PATH } from "./handshake.ts";
import type { Doorkeeper } from "./knock.ts";
import type { OpenSession } from "./live_session.ts";
import { type Door, openDoor } from "./misbehaviour/door.ts";
import { refuseForeign } from "./misbehaviour/foreign_sessions.ts";
import { readFaults } from "./misbehaviour/read_faults.ts";
import { type MockSessionOptions, mockSessions } from "./mock_sessions.ts";
import type { MockObserver, Passage } from "./observer.ts";
import { listenPlain } from "./plain_listener.ts";
import { loadReplies } from "./replies.ts";
import type { Answerer, ListenAt, Listener } from "./server_socket.ts";
import { SessionHost } from "./session_host.ts";
import type { TlsIdentity } from "./tls_listener.ts";
import type { WireEvent } from "./wire.ts";

/** An event that a mock has sent. */
export interface SentEvent {
  /** The n-th session of this mock, from 1. */
  readonly session: number;
  /** On the mock's clock. */
  readonly atMs: number;
  readonly event: WireEvent;
}

/** All have defaults. */
export interface MockOptions extends Partial<MockSessionOptions> {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** 0, the default, picks a free one. */
  readonly port?: number;
  /** Serve `wss:` with this certificate. Without it `ws:` is served. */
  readonly tls?: TlsIdentity;
  /** The key to insist on. Without it every client is let in. */
  readonly apiKey?: string;
  /** Let clients in that ask for the retired beta; they get the GA protocol. */
  readonly allowBeta?: boolean;
  /**
   * Let clients in whose model does not look like one of the Realtime API. Default: only with
   * `openSession`, which knows better.
   */
  readonly anyModel?: boolean;
  /** What goes wrong, and when, e.g. `stall:800ms@turn=2`; see docs/mock.md. */
  readonly faults?: readonly string[];
  /** Default: the machine's. */
  readonly clock?: Clock;
  /** Told of every event just before it leaves. */
  readonly onEvent?: (sent: SentEvent) => void;
  /** Told of everything else, too. */
  readonly observers?: readonly MockObserver[];
  /** Decides on each client at the door, before the upgrade. */
  readonly doorkeeper?: Doorkeeper;
  /** Serves the clients in place of the mock's own sessions, as a recording or a replay does. */
  readonly openSession?: OpenSession;
}

/** A mock that runs. */
export interface Mock extends AsyncDisposable {
  /** `ws://…/v1/realtime`; clients add `?model=`. */
  readonly url: string;
  /** How many there are, and have been. */
  readonly sessions: { readonly open: number; readonly opened: number };
  /** How often each of the faults was given. */
  readonly faultsGiven: Readonly<Record<string, number>>;
  /** Ends every session with 1001 and stops listening. Harmless when repeated. */
  close(): Promise<void>;
}

/** The option, as problems name it. */
const FAULTS = "'faults'";
/** How long clients may take to answer the close when the mock stops. */
const CLOSE_TIMEOUT_MS = 2_000;

/**
 * Starts a mock of the Realtime API. Without `replies` it says those that come with it, and it knows
 * the speech that comes with it unless another `transcribe` is given. Rejects with
 * `Deno.errors.AddrInUse` and its like when the address cannot be had, with a `RangeError` when
 * `replies` is empty or a time is none, and with a {@linkcode UsageError} when a fault cannot be read.
 */
export async function startMock(options: MockOptions = {}): Promise<Mock> {
  const { clock = systemClock, seed = 1, onEvent, observers = [], apiKey, allowBeta } = options;
  const { rules: faults, problems } = readFaults(options.faults ?? [], FAULTS);
  if (options.openSession) problems.push(...refuseForeign(faults, FAULTS));
  if (problems.length > 0) throw new UsageError(problems);
  let door: Door | undefined;
  const host = new SessionHost({
    ...{ clock, seed, faults },
    connectionFrom: (port) => door?.find(port),
    ...(allowBeta === undefined ? {} : { allowBeta }),
    anyModel: options.anyModel ?? options.openSession !== undefined,
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(options.doorkeeper && { doorkeeper: options.doorkeeper }),
    openSession: options.openSession ?? await ownSessions(options),
    observers: onEvent ? [...observers, { onPassage: tellSent(onEvent) }] : observers,
  });
  const listenAt = (at: ListenAt) =>
    listen(at, options.tls, (request, port) => host.answer(request, port));
  const address = { host: options.host ?? "127.0.0.1", port: options.port ?? 0 };
  if (faults.some(({ onConnection }) => onConnection)) door = await openDoor(address, listenAt);
  const listener = door ?? await listenAt(address);
  const close = async () => {
    host.closeAll();
    // A client that never answers the close would hold the server for ever.
    const drop = new AbortController();
    const cancel = systemClock.at(systemClock.now() + CLOSE_TIMEOUT_MS, () => drop.abort());
    await listener.close(drop.signal);
    cancel();
  };
  let closed: Promise<void> | undefined;
  const closeOnce = () => closed ??= close();
  return {
    url: `${listener.origin}${REALTIME_PATH}`,
    sessions: host,
    faultsGiven: host.journal.totals.faults,
    close: closeOnce,
    [Symbol.asyncDispose]: closeOnce,
  };
}

async function ownSessions(options: MockOptions): Promise<OpenSession> {
  const { replies = await loadReplies(), transcribe = await loadBundledTranscriber() } = options;
  return mockSessions({ ...options, replies, transcribe });
}

async function listen(
  at: ListenAt,
  tls: TlsIdentity | undefined,
  answer: Answerer,
): Promise<Listener> {
  if (!tls) return listenPlain(at, answer);
  // Imported where it is needed: node:https and ws take a while to load.
  const { listenTls } = await import("./tls_listener.ts");
  return await listenTls(at, tls, answer);
}

function tellSent(onEvent: (sent: SentEvent) => void): (passage: Passage) => void {
  return ({ session, atMs, direction, event }) => {
    if (direction === "out" && event) onEvent({ session, atMs, event });
  };
}
