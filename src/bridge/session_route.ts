import type { Admission } from "./admission.ts";
import { refuse, text } from "./answers.ts";
import { clientSecret } from "./client_secret.ts";
import type { BridgeConfig } from "./config.ts";

const METHODS = "POST, OPTIONS";

/**
 * `POST /session`: a client secret for a browser that speaks with the upstream directly, for whoever
 * may connect. Whose minutes are limited gets none: nobody counts what passes by the bridge. Pages
 * that may connect can read every answer, and ask first with `OPTIONS` (Fetch §3.2, CORS).
 */
export async function answerSession(
  request: Request,
  peerAddress: string,
  admission: Admission,
  config: BridgeConfig,
): Promise<Response> {
  if (!config.clientSecrets) return text(404, "not found: BRIDGE_CLIENT_SECRETS is not set");
  const response = request.method === "OPTIONS"
    ? new Response(null, { status: 204, headers: { allow: METHODS } })
    : await postSession(request, peerAddress, admission, config);
  response.headers.set("vary", "origin");
  if (admission.admitsPage(request, peerAddress)) allow(response.headers, request);
  return response;
}

async function postSession(
  request: Request,
  peerAddress: string,
  admission: Admission,
  { upstream, session, access }: BridgeConfig,
): Promise<Response> {
  if (request.method !== "POST") return text(405, "use POST", { allow: METHODS });
  const visitor = await admission.check(request, peerAddress);
  if ("status" in visitor) return refuse(visitor);
  const isLimited = access?.limits.minutesPerUserDay !== undefined ||
    visitor.ticket?.maxMinutes !== undefined;
  if (isLimited) return text(403, "minutes are limited here: use /voice, which counts them");
  const stay = admission.enter(visitor);
  if ("status" in stay) return refuse(stay);
  try {
    return await clientSecret(upstream, session);
  } finally {
    stay.leave();
  }
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
