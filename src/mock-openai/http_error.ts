import type { Refusal } from "./refusals.ts";

/** An error of the REST API, in its usual shape. */
export function httpError(
  status: number,
  { code, message, param }: Refusal,
  headers: HeadersInit = {},
): Response {
  const error = { message, type: "invalid_request_error", param: param ?? null, code };
  return Response.json({ error }, { status, headers });
}
