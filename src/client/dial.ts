import net from "node:net";
import tls from "node:tls";
// @ts-types="@types/ws"
import WebSocket from "ws";
import type { Clock } from "../time/clock.ts";
import { Phases } from "../time/phases.ts";
import { given } from "../config/given.ts";
import type { Endpoint } from "./endpoint.ts";
import { presentTicket } from "./present_ticket.ts";
import { readRefusal } from "./refusal.ts";
import type { ConnectPhases, Dial, DialResult, Socket, SocketHandlers } from "./socket.ts";
import { BENCH_USER, mintTicket } from "./ticket.ts";
import { wireFrame } from "./wire_frame.ts";
import { withQuery } from "./with_query.ts";

/** From the first packet to the 101, in whatever drips the answer comes; then it is a `timeout`. */
const DIAL_TIMEOUT_MS = 8_000;

/**
 * Dials `endpoint` with `npm:ws` over a socket whose phases are watched. Deno's own client is not
 * used: it holds frames over 1 KB back and hides status, headers and phases (docs/decisions/0001).
 */
export function dialer(endpoint: Endpoint, clock: Clock): Dial {
  return async (handlers, signal) => {
    // Before the clock starts: a ticket is not part of the connect.
    const { url, subprotocols, headers } = await admitted(endpoint, clock.wallMs());
    const phases = new Phases<keyof ConnectPhases>(clock);
    try {
      const socket = new WebSocket(url, [...subprotocols], {
        headers,
        perMessageDeflate: false,
        createConnection: (options: tls.ConnectionOptions) =>
          watchConnect(connect(endpoint, options), phases),
      } as WebSocket.ClientOptions);
      return await opened(socket, clock, phases, handlers, signal);
    } catch {
      // What the request cannot carry, a line break in a header say. The value may be a secret.
      const errorCode = "invalid_request";
      return { ok: false, outcome: "refused", errorCode, phases: {} };
    }
  };
}

/** What is dialled: with a ticket of its own and the wish for a probe, where they are wanted. */
async function admitted(endpoint: Endpoint, wallMs: number): Promise<Endpoint> {
  const { url, ticketSecret: secret, ticketUser: user = BENCH_USER, probe } = endpoint;
  const asking = probe ? { ...endpoint, url: withQuery(url, "probe", "1") } : endpoint;
  if (secret === undefined) return asking;
  return presentTicket(asking, await mintTicket({ secret, user }, wallMs));
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

type PhaseWatch = Phases<keyof ConnectPhases>;

function watchConnect(socket: net.Socket, phases: PhaseWatch): net.Socket {
  socket.once("lookup", () => phases.end("dnsMs"));
  socket.once("connect", () => phases.end("tcpMs"));
  socket.once("secureConnect", () => phases.end("tlsMs"));
  return socket;
}

function opened(
  socket: WebSocket,
  clock: Clock,
  phases: PhaseWatch,
  handlers: SocketHandlers,
  signal: AbortSignal,
): Promise<DialResult> {
  const { promise, resolve } = Promise.withResolvers<DialResult>();
  let headers: Record<string, string> = {};
  let openedAtMs = 0;
  let wire: net.Socket;
  const fail = (
    outcome: "unreachable" | "refused" | "timeout",
    errorCode: string,
    errorMessage?: string,
  ) => {
    const said = given("errorMessage", errorMessage);
    resolve({ ok: false, outcome, errorCode, ...said, phases: phases.ms });
    socket.terminate();
  };
  const release = limit(clock, signal, fail);

  socket.once("upgrade", (response) => {
    openedAtMs = phases.end("upgradeMs");
    headers = response.headers as Record<string, string>;
    wire = response.socket;
  });
  socket.once("open", () => {
    release();
    forward(socket, handlers);
    resolve({ ok: true, socket: wrap(socket, wire), phases: phases.ms, openedAtMs, headers });
  });
  socket.once("unexpected-response", async (_request, response) => {
    release();
    const message = await readRefusal(response, clock);
    response.destroy();
    fail("refused", `http_${response.statusCode}`, message);
  });
  socket.on("error", (error: NodeJS.ErrnoException) => {
    if (phases.ms.upgradeMs === undefined) fail("unreachable", error.code ?? "dial_error");
    else fail("refused", "bad_upgrade");
  });
  socket.once("close", release);
  return promise;
}

/** Fails a dial that takes too long or is no longer wanted. @returns how to let go of it. */
function limit(
  clock: Clock,
  signal: AbortSignal,
  fail: (outcome: "timeout" | "unreachable", errorCode: string) => void,
): () => void {
  const cancel = clock.at(
    clock.now() + DIAL_TIMEOUT_MS,
    () => fail("timeout", "dial_timeout"),
  );
  const onAbort = () => fail("unreachable", "aborted");
  signal.addEventListener("abort", onAbort, { once: true });
  // Not now: the caller does not have its promise yet.
  if (signal.aborted) queueMicrotask(onAbort);
  return () => {
    cancel();
    signal.removeEventListener("abort", onAbort);
  };
}

function forward(socket: WebSocket, handlers: SocketHandlers): void {
  socket.on("message", (data: Uint8Array, isBinary: boolean) => {
    if (!isBinary) handlers.onText(data.toString(), data.length);
  });
  socket.on("pong", (payload: Uint8Array) => handlers.onPong(payload.toString()));
  socket.once(
    "close",
    (code: number, reason: Uint8Array) => handlers.onClose(code, reason.toString()),
  );
}

/** @param wire what `socket` writes to, whole frames at a time: ours may go between them. */
function wrap(socket: WebSocket, wire: net.Socket): Socket {
  return {
    send: (text, isRepeated = false) => {
      if (!isRepeated) socket.send(text, ignoreError);
      else if (socket.readyState === WebSocket.OPEN) wire.write(wireFrame(text), ignoreError);
    },
    get unsentBytes() {
      return socket.bufferedAmount;
    },
    ping: (payload) => socket.ping(payload, true, ignoreError),
    close: () => socket.close(1000),
    pause: () => socket.pause(),
    terminate: () => socket.terminate(),
  };
}

/** A write after the close is no news: `onClose` tells. */
function ignoreError(): void {}
