import type { Endpoint } from "../client/endpoint.ts";
import { withQuery } from "../client/ticket.ts";
import { sessionUpdate } from "../bridge/session_update.ts";
import type { BenchConfig } from "../config/bench_config.ts";
import type { Target } from "../config/target.ts";
import type { BenchRequest } from "./bench_request.ts";

/** Silence that ends a turn where no bridge says it: the same as the bundled bridge asks for. */
const SILENCE_MS = 500;

/** How to dial each region. `localUrl` gives the URL of a region that the embedded stack serves. */
export function endpointsOf(
  request: BenchRequest,
  localUrl: (region: string) => string,
): Record<string, Endpoint> {
  return Object.fromEntries(request.config.regions.map(({ name, target }) => [
    name,
    endpointOf(request, target, target.kind === "local" ? localUrl(name) : target.url),
  ]));
}

/** What a dial presents. */
type Credentials =
  & Pick<BenchRequest, "apiKey" | "ticketSecret" | "ca">
  & { readonly config: Pick<BenchConfig, "headers" | "subprotocols" | "insecure" | "ticket"> };

/** How to dial one target at `url`. The API key goes to `openai` alone, a ticket to bridges alone. */
export function endpointOf(request: Credentials, target: Target, url: string): Endpoint {
  const { headers, subprotocols, insecure, ticket } = request.config;
  const isBridge = target.kind === "bridge";
  const key = target.takesApiKey && request.apiKey
    ? { authorization: `Bearer ${request.apiKey}` }
    : {};
  return {
    url: isBridge && ticket !== undefined ? withQuery(url, "ticket", ticket) : url,
    ...(isBridge && request.ticketSecret !== undefined && { ticketSecret: request.ticketSecret }),
    headers: {
      ...key,
      ...Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])),
    },
    subprotocols,
    insecure,
    ...(request.ca !== undefined && { ca: request.ca }),
    ...(target.kind === "realtime" && { hello: sessionUpdate({ silenceMs: SILENCE_MS }) }),
  };
}
