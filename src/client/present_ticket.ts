import type { Endpoint } from "./endpoint.ts";

/**
 * `endpoint` with this ticket as a bearer, or beside an `Authorization` of its own as the subprotocol
 * `ttfa-ticket.…`: never in the URL, which proxies and traces keep.
 */
export function presentTicket(endpoint: Endpoint, ticket: string): Endpoint {
  const { headers, subprotocols } = endpoint;
  const isTaken = Object.keys(headers).some((name) => name.toLowerCase() === "authorization");
  if (!isTaken) return { ...endpoint, headers: { ...headers, authorization: `Bearer ${ticket}` } };
  // A server chooses one of those that are offered, and never the ticket.
  const others = subprotocols.length > 0 ? subprotocols : ["realtime"];
  return { ...endpoint, subprotocols: [...others, `ttfa-ticket.${ticket}`] };
}
