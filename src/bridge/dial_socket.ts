import net from "node:net";
import tls from "node:tls";
import type { UpstreamPhase } from "../protocol/bridge_events.ts";

/** Connects as the WebSocket client itself would, and tells when each phase ends. */
export function dialSocket(
  isSecure: boolean,
  options: tls.ConnectionOptions,
  onPhase: (phase: UpstreamPhase) => void,
): net.Socket {
  // The client leaves the request's path here, which node would take for that of a local socket.
  const where = { ...options, path: undefined } as unknown as net.TcpNetConnectOpts;
  const { host = "" } = where;
  const servername = net.isIP(host) ? "" : host;
  const socket = isSecure ? tls.connect({ ...where, servername }) : net.connect(where);
  socket.once("lookup", () => onPhase("dns"));
  socket.once("connect", () => onPhase("tcp"));
  socket.once("secureConnect", () => onPhase("tls"));
  return socket;
}
