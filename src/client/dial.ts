import net from "node:net";
import tls from "node:tls";
// @ts-types="@types/ws"
import WebSocket from "ws";
import type { Clock } from "../time/clock.ts";
import type { Endpoint } from "./endpoint.ts";
import type { ConnectPhases, Dial, DialResult, Socket, SocketHandlers } from "./socket.ts";

/** An upgrade that takes longer than this counts as `timeout`. */
const HANDSHAKE_TIMEOUT_MS = 8_000;

/**
 * Dials `endpoint` with `npm:ws` over a socket whose phases are watched. Deno's own client is not
 * used: it holds frames over 1 KB back and hides status, headers and phases (docs/decisions/0001).
 */
export function dialer(endpoint: Endpoint, clock: Clock): Dial {
  return (handlers, signal) => {
    const phases = new PhaseWatch(clock);
    const socket = new WebSocket(endpoint.url, [...endpoint.subprotocols], {
      headers: endpoint.headers,
      perMessageDeflate: false,
      handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
      createConnection: (options: tls.ConnectionOptions) =>
        phases.watch(connect(endpoint, options)),
    } as WebSocket.ClientOptions);
    return opened(socket, phases, handlers, signal);
  };
}

function connect(endpoint: Endpoint, options: tls.ConnectionOptions): net.Socket {
  // ws leaves the request's path here, which node would take for that of a local socket.
  const where = { ...options, path: undefined } as unknown as net.TcpNetConnectOpts;
  if (new URL(endpoint.url).protocol === "ws:") return net.connect({ ...where, noDelay: true });
  const name = options.host ?? "";
  const socket = tls.connect({
    ...where,
    ...(net.isIP(name) ? {} : { servername: name }),
    ...(endpoint.ca && { ca: endpoint.ca }),
    rejectUnauthorized: !endpoint.insecure,
  });
  socket.setNoDelay(true);
  return socket;
}

/** Notes when each phase of a connect ends; a phase lasts from the end of the one before. */
class PhaseWatch {
  #lastMs: number;
  #phases: { -readonly [K in keyof ConnectPhases]: number } = {};

  constructor(readonly clock: Clock) {
    this.#lastMs = clock.now();
  }

  get phases(): ConnectPhases {
    return { ...this.#phases };
  }

  watch(socket: net.Socket): net.Socket {
    socket.once("lookup", () => this.end("dnsMs"));
    socket.once("connect", () => this.end("tcpMs"));
    socket.once("secureConnect", () => this.end("tlsMs"));
    return socket;
  }

  /** @returns the time at which the phase ended. */
  end(phase: keyof ConnectPhases): number {
    const nowMs = this.clock.now();
    this.#phases[phase] = nowMs - this.#lastMs;
    return this.#lastMs = nowMs;
  }
}

function opened(
  socket: WebSocket,
  watch: PhaseWatch,
  handlers: SocketHandlers,
  signal: AbortSignal,
): Promise<DialResult> {
  return new Promise((resolve) => {
    let headers: Record<string, string> = {};
    let openedAtMs = 0;
    const onAbort = () => socket.terminate();
    signal.addEventListener("abort", onAbort, { once: true });

    const fail = (outcome: "unreachable" | "refused" | "timeout", errorCode: string) =>
      resolve({ ok: false, outcome, errorCode, phases: watch.phases });

    socket.once("upgrade", (response) => {
      openedAtMs = watch.end("upgradeMs");
      headers = response.headers as Record<string, string>;
    });
    socket.once("open", () => {
      forward(socket, handlers);
      resolve({ ok: true, socket: wrap(socket), phases: watch.phases, openedAtMs, headers });
    });
    socket.once("unexpected-response", (_request, response) => {
      fail("refused", `http_${response.statusCode}`);
      response.destroy();
      socket.terminate();
    });
    socket.on("error", (error: NodeJS.ErrnoException) => {
      const late = /timed? ?out/i.test(error.message);
      fail(late ? "timeout" : "unreachable", error.code ?? (late ? "ETIMEDOUT" : error.message));
    });
    socket.once("close", () => {
      signal.removeEventListener("abort", onAbort);
      fail("unreachable", "closed");
    });
    if (signal.aborted) onAbort();
  });
}

function forward(socket: WebSocket, handlers: SocketHandlers): void {
  socket.on("message", (data: Uint8Array, isBinary: boolean) => {
    if (!isBinary) handlers.onText(data.toString(), data.length);
  });
  socket.on("pong", () => handlers.onPong());
  socket.once("close", (code: number) => handlers.onClose(code));
}

function wrap(socket: WebSocket): Socket {
  return {
    send: (text) => socket.send(text, ignoreError),
    ping: () => socket.ping("", true, ignoreError),
    close: () => socket.close(1000),
    terminate: () => socket.terminate(),
  };
}

/** A write after the close is no news: `onClose` tells. */
function ignoreError(): void {}
