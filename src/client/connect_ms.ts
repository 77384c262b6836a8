import type { ConnectPhases } from "./socket.ts";

/**
 * Start of the name lookup → 101 in ms; `undefined` where there was none. A phase that did not take
 * place (an address needs no lookup, plain TCP no handshake) took 0 ms.
 */
export function connectMs(phases: ConnectPhases): number | undefined {
  const { dnsMs = 0, tcpMs = 0, tlsMs = 0, upgradeMs } = phases;
  return upgradeMs === undefined ? undefined : dnsMs + tcpMs + tlsMs + upgradeMs;
}
