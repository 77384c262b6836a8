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
  const where = { hostname, port, alpnProtocols: ["http/1.1"] };
  let plain: Deno.TcpConn;
  try {
    plain = await Deno.connect({ hostname, port, signal });
  } catch (error) {
    if (!isSecure || !isForbidden(error)) throw error;
    // A platform that allows nothing but TLS at this port. It may hold small writes back.
    const secured = closedBy(signal, await Deno.connectTls(where));
    await secured.handshake();
    onPhase("tls");
    return secured;
  }
  plain.setNoDelay(true);
  onPhase("tcp");
  if (!isSecure) return closedBy(signal, plain);
  const secured = closedBy(signal, await Deno.startTls(plain, where));
  await secured.handshake();
  onPhase("tls");
  return secured;
}

function isForbidden(error: unknown): boolean {
  return error instanceof Deno.errors.PermissionDenied || error instanceof Deno.errors.NotCapable;
}

function closedBy<T extends Deno.Conn>(signal: AbortSignal, connection: T): T {
  if (signal.aborted) connection.close();
  signal.addEventListener("abort", () => connection.close());
  return connection;
}
