import { systemClock } from "../time/system_clock.ts";
import { REALTIME_PATH } from "./handshake.ts";
import { type HostOptions, SessionHost } from "./session_host.ts";

export interface MockOptions extends HostOptions {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** 0, the default, picks a free one. */
  readonly port?: number;
}

export interface Mock extends AsyncDisposable {
  /** `ws://…/v1/realtime`; clients add `?model=`. */
  readonly url: string;
  readonly sessions: { readonly open: number; readonly opened: number };
  /** Ends every session with 1001 and stops listening. Harmless when repeated. */
  close(): Promise<void>;
}

/** How long clients may take to answer the close when the mock stops. */
const CLOSE_TIMEOUT_MS = 2_000;

/**
 * Starts a mock of the Realtime API. Rejects with `Deno.errors.AddrInUse` and its like when the
 * address cannot be had, with a `RangeError` when there is no reply to say.
 */
// deno-lint-ignore require-await -- a failure to listen must reject, not throw.
export async function startMock(options: MockOptions): Promise<Mock> {
  const host = new SessionHost(options);
  const drop = new AbortController();
  const server = Deno.serve({
    hostname: options.host ?? "127.0.0.1",
    port: options.port ?? 0,
    onListen: () => {},
    signal: drop.signal,
  }, (request) => host.answer(request));
  const clock = options.clock ?? systemClock;
  const close = async () => {
    host.closeAll();
    // A client that never answers the close would hold the server for ever.
    const cancel = clock.at(clock.now() + CLOSE_TIMEOUT_MS, () => drop.abort());
    server.shutdown().catch(() => {});
    await server.finished;
    cancel();
  };
  return {
    url: `ws://${authority(server.addr)}${REALTIME_PATH}`,
    sessions: host,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function authority({ hostname, port }: Deno.NetAddr): string {
  return hostname.includes(":") ? `[${hostname}]:${port}` : `${hostname}:${port}`;
}
