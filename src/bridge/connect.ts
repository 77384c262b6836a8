import type { UpstreamPhase } from "../protocol/bridge_events.ts";

/**
 * Connects to the host of a `ws:` or `wss:` URL, with TLS for the latter. Small writes are not held
 * back. `signal` ends it, in whatever phase it is and after it; `onPhase` is told of each that is done.
 */
export async function connect(
  url: URL,
  signal: AbortSignal,
  onPhase: (phase: UpstreamPhase) => void,
): Promise<Deno.Conn> {
  const isSecure = url.protocol === "wss:";
  const hostname = url.hostname.replace(/^\[|\]$/g, "");
  const port = Number(url.port || (isSecure ? 443 : 80));
  const connection = await Deno.connect({ hostname, port, signal });
  connection.setNoDelay(true);
  onPhase("tcp");
  if (!isSecure) return closedBy(signal, connection);
  const options = { hostname, alpnProtocols: ["http/1.1"] };
  const secured = closedBy(signal, await Deno.startTls(connection, options));
  await secured.handshake();
  onPhase("tls");
  return secured;
}

function closedBy<T extends Deno.Conn>(signal: AbortSignal, connection: T): T {
  if (signal.aborted) connection.close();
  signal.addEventListener("abort", () => connection.close());
  return connection;
}
