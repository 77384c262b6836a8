import { UsageError } from "../config/problem.ts";
import type { Link } from "../links/tcp_link.ts";
import { systemClock } from "../time/system_clock.ts";
import { REALTIME_PATH } from "./handshake.ts";
import { BEHIND_DOOR, openDoor } from "./misbehaviour/door.ts";
import { readFaults } from "./misbehaviour/read_faults.ts";
import { type HostOptions, SessionHost } from "./session_host.ts";

export interface MockOptions extends Omit<HostOptions, "faults" | "connectionFrom"> {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** 0, the default, picks a free one. */
  readonly port?: number;
  /** What goes wrong, and when, e.g. `stall:800ms@turn=2`; see docs/mock.md. */
  readonly faults?: readonly string[];
}

export interface Mock extends AsyncDisposable {
  /** `ws://…/v1/realtime`; clients add `?model=`. */
  readonly url: string;
  readonly sessions: { readonly open: number; readonly opened: number };
  /** How often each of the faults was given. */
  readonly faultsGiven: Readonly<Record<string, number>>;
  /** Ends every session with 1001 and stops listening. Harmless when repeated. */
  close(): Promise<void>;
}

/** How long clients may take to answer the close when the mock stops. */
const CLOSE_TIMEOUT_MS = 2_000;

/**
 * Starts a mock of the Realtime API. Rejects with `Deno.errors.AddrInUse` and its like when the
 * address cannot be had, with a `RangeError` when there is no reply to say and with a
 * {@linkcode UsageError} when a fault cannot be read.
 */
export async function startMock({ faults: texts = [], ...options }: MockOptions): Promise<Mock> {
  const { rules: faults, problems } = readFaults(texts);
  if (problems.length > 0) throw new UsageError(problems);
  let door: Link | undefined;
  const connectionFrom = (port: number) => door?.find(port);
  const host = new SessionHost({ ...options, faults, connectionFrom });
  const drop = new AbortController();
  const address = { hostname: options.host ?? "127.0.0.1", port: options.port ?? 0 };
  const hasDoor = faults.some(({ onConnection }) => onConnection);
  const server = Deno.serve({
    ...(hasDoor ? BEHIND_DOOR : address),
    onListen: () => {},
    signal: drop.signal,
  }, (request, { remoteAddr }) => host.answer(request, remoteAddr.port));
  const clock = options.clock ?? systemClock;
  const close = async () => {
    host.closeAll();
    // A client that never answers the close would hold the server for ever.
    const cancel = clock.at(clock.now() + CLOSE_TIMEOUT_MS, () => drop.abort());
    server.shutdown().catch(() => {});
    await server.finished;
    cancel();
    await door?.close();
  };
  try {
    if (hasDoor) door = await openDoor(server.addr.port, address);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    url: `ws://${authority(door ? { ...address, port: door.port } : server.addr)}${REALTIME_PATH}`,
    sessions: host,
    faultsGiven: host.faultsGiven,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function authority({ hostname, port }: { hostname: string; port: number }): string {
  return hostname.includes(":") ? `[${hostname}]:${port}` : `${hostname}:${port}`;
}
