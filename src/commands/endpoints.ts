import type { Endpoint } from "../client/endpoint.ts";
import { presentTicket } from "../client/present_ticket.ts";
import { withQuery } from "../client/with_query.ts";
import { sessionUpdate } from "../bridge/session_update.ts";
import type { BenchConfig } from "../config/bench_config.ts";
import type { Target } from "../config/target.ts";
import type { BenchRequest } from "./bench_request.ts";
import { isTranscription } from "./bench_scenario.ts";
import { LOCAL_API_KEY, type LocalStack } from "./local_stack.ts";

/** Silence that ends a turn where no bridge says it: the same as the bundled bridge asks for. */
const SILENCE_MS = 500;

/** How to dial each region; the embedded stack is there where one of them needs it. */
export function endpointsOf(
  request: BenchRequest,
  stack: LocalStack | undefined,
): Record<string, Endpoint> {
  return Object.fromEntries(request.config.regions.map(({ name, target }) => {
    if (!isTranscription(request.scenario)) {
      const url = target.kind === "local" ? stack!.bridgeUrl(name) : target.url;
      return [name, endpointOf(request, target, url)];
    }
    // The bundled bridge holds conversations alone: its mock is dialled in its stead.
    const url = target.kind === "local" ? stack!.upstreamUrl(name) : target.url;
    return [name, transcriptionEndpoint(endpointOf(request, target, url), target)];
  }));
}

/** The same target, asked for a session that only transcribes. It has no model in its URL. */
function transcriptionEndpoint({ hello: _, ...endpoint }: Endpoint, target: Target): Endpoint {
  const url = new URL(endpoint.url);
  url.searchParams.delete("model");
  const key = target.kind === "local" ? { authorization: `Bearer ${LOCAL_API_KEY}` } : {};
  return {
    ...endpoint,
    url: withQuery(url.href, "intent", "transcription"),
    headers: { ...key, ...endpoint.headers },
  };
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
  const endpoint: Endpoint = {
    url,
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
  return isBridge && ticket !== undefined ? presentTicket(endpoint, ticket) : endpoint;
}
