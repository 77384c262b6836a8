import { json } from "./answers.ts";
import { sessionRequest, type SessionSettings } from "./session_update.ts";
import type { UpstreamOptions } from "./upstream.ts";

const TIMEOUT_MS = 10_000;

/**
 * Mints a short-lived client secret at the upstream, for a browser that speaks with it directly, and
 * answers with it. Of what goes wrong there the answer says the status and the code alone: messages
 * of the service quote parts of the key.
 */
export async function clientSecret(
  upstream: UpstreamOptions,
  settings: SessionSettings,
): Promise<Response> {
  const { url, model } = restEndpoint(upstream.url);
  const session = { ...sessionRequest(settings), ...(model === null ? {} : { model }) };
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(upstream.apiKey !== undefined && { authorization: `Bearer ${upstream.apiKey}` }),
      },
      body: JSON.stringify({ session }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
      redirect: "error",
    });
    const body = await response.json().catch(() => undefined);
    const { apiKey } = upstream;
    return response.ok ? answer(body, apiKey) : refused(response.status, body, apiKey);
  } catch {
    return failed("upstream_unreachable", "the upstream did not answer");
  }
}

/** `wss://host/v1/realtime?model=m` → `https://host/v1/realtime/client_secrets` and `m`. */
function restEndpoint(upstreamUrl: string): { url: URL; model: string | null } {
  const url = new URL(upstreamUrl);
  const model = url.searchParams.get("model");
  url.protocol = url.protocol === "wss:" ? "https:" : "http:";
  url.pathname = `${url.pathname.replace(/\/+$/, "")}/client_secrets`;
  url.search = "";
  return { url, model };
}

function answer(body: unknown, apiKey: string | undefined): Response {
  const { value, expires_at, session } = Object(body);
  const secret = { value, expires_at, session };
  const showsKey = apiKey !== undefined && JSON.stringify(secret).includes(apiKey);
  if (typeof value !== "string" || showsKey) {
    return failed("upstream_refused", "the upstream answered without a client secret");
  }
  return json(200, secret);
}

function refused(status: number, body: unknown, apiKey: string | undefined): Response {
  const { code } = Object(Object(body).error);
  const isCode = typeof code === "string" && /^[a-z_]{1,64}$/.test(code) && code !== apiKey;
  const detail = isCode ? ` (${code})` : "";
  return failed("upstream_refused", `the upstream refused with HTTP ${status}${detail}`);
}

function failed(code: string, message: string): Response {
  return json(502, { error: { type: "server_error", code, message } });
}
