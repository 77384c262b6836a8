import { systemClock } from "../time/system_clock.ts";
import type { TrueSession, TruthLog, TruthScript } from "./truth_log.ts";
import { TruthSession } from "./truth_session.ts";

/** A server that knows what a right measurement of it is. */
export interface TruthServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves WebSockets on a free port of this machine, and its log ({@linkcode TruthLog}) to plain requests. */
export function startTruthServer(script: TruthScript): TruthServer {
  const sessions: Record<string, TrueSession> = {};
  let opened = 0;
  let turns = 0;
  const think = () => script.thinkMs[turns++ % script.thinkMs.length]!;
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
    if (request.headers.get("upgrade") !== "websocket") return Response.json(logOf(sessions));
    const name = String(++opened);
    const { socket, response } = Deno.upgradeWebSocket(request, { idleTimeout: 0 });
    sessions[name] = attend(socket, script, think).log;
    response.headers.set("x-bridge-boot-id", name);
    return response;
  });
  return { url: `ws://127.0.0.1:${server.addr.port}/`, close: () => server.shutdown() };
}

function attend(socket: WebSocket, script: TruthScript, think: () => number): TruthSession {
  const session = new TruthSession(systemClock, script, think, (text) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(text);
  });
  socket.onopen = () => session.open();
  socket.onmessage = ({ data }) => session.receive(data, systemClock.now());
  // A caller that breaks off is no fault of the truth.
  socket.onerror = () => {};
  return session;
}

function logOf(sessions: TruthLog["sessions"]): TruthLog {
  return { originMs: performance.timeOrigin, saidMs: systemClock.now(), sessions };
}
