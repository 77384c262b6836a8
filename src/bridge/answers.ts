import type { Refusal } from "./gate.ts";

/** A plain answer of one line, for people. */
export function text(status: number, message: string, headers: HeadersInit = {}): Response {
  return new Response(`${message}\n`, { status, headers });
}

/** An answer for programs; nobody may keep a copy. */
export function json(
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): Response {
  return Response.json(body, { status, headers: { "cache-control": "no-store", ...headers } });
}

/** Turns a caller away. */
export function refuse({ status, message, retryAfterS }: Refusal): Response {
  return text(
    status,
    message,
    retryAfterS === undefined ? {} : {
      "retry-after": String(retryAfterS),
    },
  );
}
