import {
  BETA_DISABLED,
  invalidModel,
  KEY_EXPIRED,
  notImplemented,
  type Refusal,
} from "./refusals.ts";
import { defaultSession } from "./session_config.ts";
import { defaultTranscriptionSession } from "./session_kinds.ts";
import type { AnyWireSession } from "./wire.ts";

export const REALTIME_PATH = "/v1/realtime";

const KEY_SUBPROTOCOL = "openai-insecure-api-key.";
const BETA_SUBPROTOCOL = "openai-beta.realtime-v1";
/** The names that have been seen, and those that are still to come by their look. */
const REALTIME_MODEL = /^gpt-(realtime|audio|4o-realtime|4o-mini-realtime)(-|$)/;
const CLOSE_UNAUTHORIZED = 3000;
const CLOSE_BAD_REQUEST = 4000;

/** What becomes of a request: plain HTTP, a socket that is closed with an error, or a session. */
export type Handshake =
  | { readonly kind: "http"; readonly status: number; readonly refusal: Refusal }
  | { readonly kind: "refused"; readonly refusal: Refusal; readonly code: number }
  | Accepted;

interface Accepted {
  readonly kind: "accepted";
  /** The session to open, its id and expiry blank. */
  readonly template: AnyWireSession;
  /** The client got in but may do nothing. */
  readonly denied?: Refusal;
}

/** Who is let in. */
export interface Admission {
  /** The key to insist on; without one, any credential or none will do. */
  readonly apiKey?: string;
  /** Let those in who ask for the beta. What they get is the GA protocol. */
  readonly allowBeta?: boolean;
  /** Let those in who name a model that does not look like one of the Realtime API. */
  readonly anyModel?: boolean;
  /** Finds an ephemeral key that was minted here. */
  findSecret?(key: string): GrantedKey | undefined;
}

export interface GrantedKey {
  readonly session: AnyWireSession;
  readonly expired: boolean;
}

/**
 * Judges a request as the service does: who asks for a WebSocket at the right path gets one, and
 * hears on it what is wrong.
 */
export function judgeHandshake(
  url: URL,
  { method, headers }: Pick<Request, "method" | "headers">,
  admission: Admission,
): Handshake {
  if (url.pathname !== REALTIME_PATH) {
    return refuseHttp(404, `Invalid URL (${method} ${url.pathname})`);
  }
  // An offer of WebRTC came here in the beta.
  if (method === "POST") return { kind: "http", status: 400, refusal: BETA_DISABLED };
  if (headers.get("upgrade")?.toLowerCase() !== "websocket") {
    return refuseHttp(426, "This endpoint needs a WebSocket upgrade.");
  }
  const granted = admission.findSecret?.(givenKey(headers) ?? "");
  const unknown = granted ? undefined : keyRefusal(headers, admission.apiKey);
  if (unknown) return { kind: "refused", refusal: unknown, code: CLOSE_UNAUTHORIZED };
  if (!admission.allowBeta && asksForBeta(headers)) {
    return { kind: "refused", refusal: BETA_DISABLED, code: CLOSE_BAD_REQUEST };
  }
  const verdict = judgeQuery(url.searchParams, granted);
  return admission.anyModel ? verdict : refuseOtherModels(verdict);
}

/** The subprotocol to select: `realtime` where it is offered. Those that are unknown are ignored. */
export function selectProtocol(headers: Headers): string | undefined {
  return offeredProtocols(headers).find((protocol) => protocol === "realtime");
}

/** The close reason of a refusal, e.g. `invalid_request_error.missing_model`. */
export function closeReason({ code }: Refusal): string {
  return code === null ? "invalid_request_error" : `invalid_request_error.${code}`;
}

/** What is wrong with the API key that a request carries. */
export function keyRefusal(headers: Headers, apiKey: string | undefined): Refusal | undefined {
  const given = givenKey(headers);
  if (apiKey === undefined || given === apiKey) return undefined;
  return given === undefined
    ? { code: null, message: "Missing bearer or basic authentication in header" }
    : { code: "invalid_api_key", message: `Incorrect API key provided: ${masked(given)}.` };
}

function refuseHttp(status: number, message: string): Handshake {
  return { kind: "http", status, refusal: { code: null, message } };
}

function asksForBeta(headers: Headers): boolean {
  return headers.get("openai-beta")?.includes("realtime=v1") ||
    offeredProtocols(headers).includes(BETA_SUBPROTOCOL);
}

function refuseOtherModels(verdict: Handshake): Handshake {
  const session = verdict.kind === "accepted" ? verdict.template : undefined;
  if (session?.type !== "realtime" || REALTIME_MODEL.test(session.model)) return verdict;
  return { kind: "refused", refusal: invalidModel(session.model), code: CLOSE_BAD_REQUEST };
}

/** The query says which session is opened; where it says nothing, the ephemeral key does. */
function judgeQuery(query: URLSearchParams, granted: GrantedKey | undefined): Handshake {
  if (query.has("call_id")) {
    const refusal = notImplemented("sessions by 'call_id'", "name a model in the URL", "call_id");
    return { kind: "refused", refusal, code: CLOSE_BAD_REQUEST };
  }
  const template = templateOf(query, granted?.session);
  if (template) {
    return { kind: "accepted", template, ...(granted?.expired && { denied: KEY_EXPIRED }) };
  }
  const refusal = { code: "missing_model", message: "You must provide a model parameter." };
  return { kind: "refused", refusal, code: CLOSE_BAD_REQUEST };
}

/** What the key says of a session holds for sessions of its kind. */
function templateOf(
  query: URLSearchParams,
  granted: AnyWireSession | undefined,
): AnyWireSession | undefined {
  if (query.get("intent") === "transcription") {
    return granted?.type === "transcription" ? granted : defaultTranscriptionSession();
  }
  const model = query.get("model");
  if (!model) return granted;
  return granted?.type === "realtime" ? { ...granted, model } : defaultSession(model);
}

/** A bearer's, or the one in the subprotocol, where browsers must put it. */
export function givenKey(headers: Headers): string | undefined {
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
