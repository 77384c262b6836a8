import type { Refusal } from "./refusals.ts";

/** An error of the REST API, in its usual shape. */
export function httpError(
  status: number,
  { code, message, param }: Refusal,
  headers: HeadersInit = {},
): Response {
  const type = status < 500 ? "invalid_request_error" : "server_error";
  const error = { message, type, param: param ?? null, code };
  return Response.json({ error }, { status, headers });
}
