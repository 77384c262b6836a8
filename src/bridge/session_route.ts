import type { Admission } from "./admission.ts";
import { json, text } from "./answers.ts";
import { clientSecret } from "./client_secret.ts";
import type { BridgeConfig } from "./config.ts";
import type { CallerRefusal } from "./gate.ts";
import type { LegFailure } from "./leg.ts";

const METHODS = "POST, OPTIONS";

/** What it takes to answer. */
export interface SessionOffice {
  readonly config: BridgeConfig;
  readonly admission: Admission;
  /** Answers who may not come in. */
  readonly turnAway: (refusal: CallerRefusal) => Response;
  /** Told why the upstream gave no secret. */
  readonly failed: (failure: LegFailure) => void;
}

/**
 * `POST /session`: a client secret for a browser that speaks with the upstream directly, for whoever
 * may connect. Whose minutes are limited gets none: nobody counts what passes by the bridge. Pages
 * that may connect can read every answer, and ask first with `OPTIONS` (Fetch §3.2, CORS).
 */
export async function answerSession(
  request: Request,
  peerAddress: string,
  office: SessionOffice,
): Promise<Response> {
  const { config, admission } = office;
  if (!config.clientSecrets) return text(404, "not found: BRIDGE_CLIENT_SECRETS is not set");
  const response = request.method === "OPTIONS"
    ? new Response(null, { status: 204, headers: { allow: METHODS } })
    : await postSession(request, peerAddress, office);
  response.headers.set("vary", "origin");
  if (admission.admitsPage(request, peerAddress)) allow(response.headers, request);
  return response;
}

async function postSession(
  request: Request,
  peerAddress: string,
  { admission, config: { upstream, session, access }, turnAway, failed }: SessionOffice,
): Promise<Response> {
  if (request.method !== "POST") return text(405, "use POST", { allow: METHODS });
  const visitor = await admission.check(request, peerAddress);
  if ("status" in visitor) return turnAway(visitor);
  const isLimited = access?.limits.minutesPerUserDay !== undefined ||
    visitor.ticket?.maxMinutes !== undefined;
  if (isLimited) return text(403, "minutes are limited here: use /voice, which counts them");
  const stay = admission.enter(visitor);
  if ("status" in stay) return turnAway(stay);
  const secret = await clientSecret(upstream, session);
  if ("value" in secret) {
    stay.leave();
    return json(200, secret);
  }
  stay.undo();
  failed(secret);
  return json(502, { error: { type: "server_error", ...secret } });
}

function allow(headers: Headers, { method, headers: asked }: Request): void {
  headers.set("access-control-allow-origin", asked.get("origin")!);
  if (method !== "OPTIONS") {
    headers.set("access-control-expose-headers", "retry-after");
    return;
  }
  headers.set("access-control-allow-methods", "POST");
  headers.set("access-control-allow-headers", "authorization, content-type");
  headers.set("access-control-max-age", "600");
}
