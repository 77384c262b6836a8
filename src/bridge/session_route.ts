import type { Admission } from "./admission.ts";
import { refuse, text } from "./answers.ts";
import { clientSecret } from "./client_secret.ts";
import type { BridgeConfig } from "./config.ts";

/**
 * `POST /session`: a client secret for a browser that speaks with the upstream directly, for whoever
 * may connect. Whose minutes are limited gets none: nobody counts what passes by the bridge.
 */
export async function postSession(
  request: Request,
  peerAddress: string,
  admission: Admission,
  { upstream, session, access }: BridgeConfig,
): Promise<Response> {
  if (request.method !== "POST") return text(405, "use POST", { allow: "POST" });
  const visitor = await admission.check(request, peerAddress);
  if ("status" in visitor) return refuse(visitor);
  const isLimited = access?.limits.minutesPerUserDay !== undefined ||
    visitor.ticket?.maxMinutes !== undefined;
  if (isLimited) return text(403, "minutes are limited here: use /voice, which counts them");
  const stay = admission.enter(visitor);
  if ("status" in stay) return refuse(stay);
  try {
    const response = await clientSecret(upstream, session);
    const origin = request.headers.get("origin");
    // The page was admitted above; without this its browser would keep the answer from it.
    if (origin !== null) response.headers.set("access-control-allow-origin", origin);
    return response;
  } finally {
    stay.leave();
  }
}
