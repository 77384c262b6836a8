/**
 * Seconds: a client that is silent for half of it is pinged, one that does not answer is closed with
 * 1001 after it. Clients that went away without a close would else hold their upstream for ever.
 */
const IDLE_TIMEOUT_S = 30;
/** A browser that offered it and does not see it chosen gives up the connection. */
const SUBPROTOCOL = "realtime";
const PROTOCOL_HEADER = "sec-websocket-protocol";

export function asksForUpgrade({ headers }: Request): boolean {
  return headers.get("upgrade")?.toLowerCase() === "websocket";
}

/** Upgrades a request to a WebSocket, choosing `realtime` if offered; undefined if it is not one. */
export function upgrade(request: Request): Deno.WebSocketUpgrade | undefined {
  if (!asksForUpgrade(request)) return undefined;
  const offer = request.headers.get(PROTOCOL_HEADER) ?? "";
  // The runtime takes an offer apart at ", " alone, and throws if it does not find the choice there.
  const isKnown = offer.split(", ").includes(SUBPROTOCOL);
  const isOffered = offer.split(",").some((name) => name.trim() === SUBPROTOCOL);
  try {
    const protocol = isKnown ? { protocol: SUBPROTOCOL } : {};
    const upgraded = Deno.upgradeWebSocket(request, { idleTimeout: IDLE_TIMEOUT_S, ...protocol });
    if (isOffered && !isKnown) upgraded.response.headers.set(PROTOCOL_HEADER, SUBPROTOCOL);
    return upgraded;
  } catch {
    return undefined;
  }
}
