import { type Fault, notImplemented } from "./faults.ts";

export const REALTIME_PATH = "/v1/realtime";

const KEY_SUBPROTOCOL = "openai-insecure-api-key.";
const BETA_SUBPROTOCOL = "openai-beta.realtime-v1";
const CLOSE_UNAUTHORIZED = 3000;
const CLOSE_BAD_REQUEST = 4000;

/** What becomes of a request: plain HTTP, a socket that is closed with an error, or a session. */
export type Handshake =
  | { readonly kind: "http"; readonly status: number; readonly message: string }
  | { readonly kind: "refused"; readonly fault: Fault; readonly code: number }
  | { readonly kind: "accepted"; readonly model: string };

/**
 * Judges a request as the service does: who asks for a WebSocket at the right path gets one, and
 * hears on it what is wrong.
 *
 * @param apiKey the key to insist on; without one, any credential or none will do.
 */
export function judgeHandshake(url: URL, headers: Headers, apiKey?: string): Handshake {
  if (url.pathname !== REALTIME_PATH) {
    return { kind: "http", status: 404, message: `Invalid URL (GET ${url.pathname})` };
  }
  if (headers.get("upgrade")?.toLowerCase() !== "websocket") {
    return { kind: "http", status: 426, message: "This endpoint needs a WebSocket upgrade." };
  }
  return judgeKey(headers, apiKey) ?? judgeBeta(headers) ?? judgeQuery(url.searchParams);
}

/** The subprotocol to select: `realtime` where it is offered. Those that are unknown are ignored. */
export function selectProtocol(headers: Headers): string | undefined {
  return offeredProtocols(headers).find((protocol) => protocol === "realtime");
}

/** The close reason of a refusal, e.g. `invalid_request_error.missing_model`. */
export function closeReason({ code }: Fault): string {
  return code === null ? "invalid_request_error" : `invalid_request_error.${code}`;
}

function judgeKey(headers: Headers, apiKey: string | undefined): Handshake | undefined {
  if (apiKey === undefined) return undefined;
  const given = givenKey(headers);
  if (given === apiKey) return undefined;
  const fault = given === undefined
    ? { code: null, message: "Missing bearer or basic authentication in header" }
    : { code: "invalid_api_key", message: `Incorrect API key provided: ${masked(given)}.` };
  return { kind: "refused", fault, code: CLOSE_UNAUTHORIZED };
}

function judgeBeta(headers: Headers): Handshake | undefined {
  const beta = headers.get("openai-beta")?.includes("realtime=v1") ||
    offeredProtocols(headers).includes(BETA_SUBPROTOCOL);
  if (!beta) return undefined;
  const message =
    "The Realtime Beta API is no longer supported. Please use /v1/realtime for the GA API.";
  const fault = { code: "beta_api_shape_disabled", message };
  return { kind: "refused", fault, code: CLOSE_BAD_REQUEST };
}

function judgeQuery(query: URLSearchParams): Handshake {
  const model = query.get("model");
  if (model) return { kind: "accepted", model };
  const unsupported = ["intent", "call_id"].find((name) => query.has(name));
  const fault = unsupported
    ? notImplemented(`sessions by '${unsupported}'`, "name a model in the URL", unsupported)
    : { code: "missing_model", message: "You must provide a model parameter." };
  return { kind: "refused", fault, code: CLOSE_BAD_REQUEST };
}

function givenKey(headers: Headers): string | undefined {
  const bearer = /^Bearer\s+(.+)$/i.exec(headers.get("authorization") ?? "")?.[1];
  const protocol = offeredProtocols(headers).find((name) => name.startsWith(KEY_SUBPROTOCOL));
  return bearer ?? protocol?.slice(KEY_SUBPROTOCOL.length);
}

function offeredProtocols(headers: Headers): string[] {
  const list = headers.get("sec-websocket-protocol") ?? "";
  return list.split(",").map((name) => name.trim()).filter((name) => name !== "");
}

/** Enough of a key to recognise it by. */
function masked(key: string): string {
  return key.length < 12 ? "*".repeat(key.length) : `${key.slice(0, 3)}****${key.slice(-4)}`;
}
