import type { CallerRefusal } from "./gate.ts";

/** A plain answer of one line, for people. */
export function text(status: number, message: string, headers: HeadersInit = {}): Response {
  return new Response(`${message}\n`, { status, headers });
}

/** An answer for programs; nobody may keep a copy. */
export function json(status: number, body: unknown): Response {
  return Response.json(body, { status, headers: { "cache-control": "no-store" } });
}

/** Turns a caller away. */
export function refuse({ status, message, retryAfterS }: CallerRefusal): Response {
  const headers = retryAfterS === undefined ? {} : { "retry-after": String(retryAfterS) };
  return text(status, message, headers);
}
