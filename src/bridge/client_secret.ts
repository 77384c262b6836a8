import type { LegFailure } from "./leg.ts";
import { sessionRequest, type SessionSettings } from "./session_update.ts";
import type { UpstreamOptions } from "./upstream.ts";

const TIMEOUT_MS = 10_000;

/** What the service answers of itself. */
export interface ClientSecret {
  readonly value: string;
  readonly expires_at: unknown;
  readonly session: unknown;
}

/**
 * Mints a short-lived client secret at the upstream, for a browser that speaks with it directly. Of
 * what goes wrong there it says the status and the code alone: messages of the service quote parts of
 * the key.
 */
export async function clientSecret(
  upstream: UpstreamOptions,
  settings: SessionSettings,
): Promise<ClientSecret | LegFailure> {
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
    return { code: "upstream_unreachable", message: "the upstream did not answer" };
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

function answer(body: unknown, apiKey: string | undefined): ClientSecret | LegFailure {
  const { value, expires_at, session } = Object(body);
  const secret = { value, expires_at, session };
  const showsKey = apiKey !== undefined && JSON.stringify(secret).includes(apiKey);
  if (typeof value === "string" && !showsKey) return secret;
  return { code: "upstream_refused", message: "the upstream answered without a client secret" };
}

function refused(status: number, body: unknown, apiKey: string | undefined): LegFailure {
  const { code } = Object(Object(body).error);
  const isCode = typeof code === "string" && /^[a-z_]{1,64}$/.test(code) && code !== apiKey;
  const detail = isCode ? ` (${code})` : "";
  return {
    code: "upstream_refused",
    message: `the upstream refused a client secret with HTTP ${status}${detail}`,
  };
}
