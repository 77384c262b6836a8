import type { LegEnd, LegFailure } from "./leg.ts";

/** What an upstream failed at, fit to be shown: no word of it is the upstream's own but codes. */
export interface UpstreamFailure {
  readonly code:
    | LegFailure["code"]
    | "upstream_lost"
    | "upstream_closed"
    | "upstream_silent"
    | "session_refused";
  readonly message: string;
}

/** No code, normal, and going away, which the service says after the 60 minutes of a session. */
const AS_IT_SHOULD = [1000, 1001, 1005];
/** The service names an error so, as `invalid_request_error.invalid_api_key`; no key looks like it. */
const ERROR_NAME = /^[a-z_.]{1,80}$/;

/** What the end of an upstream leg, which nobody here asked for, tells of a failure. */
export function failureOf({ code, reason, failure }: LegEnd): UpstreamFailure | undefined {
  if (failure) return failure;
  if (AS_IT_SHOULD.includes(code)) return undefined;
  if (code === 1006) return { code: "upstream_lost", message: "the connection was lost" };
  const detail = errorName(reason);
  return { code: "upstream_closed", message: `the connection ended with ${code}${detail}` };
}

/** ` (name)` where a text of the upstream's is the name of an error; else nothing. */
export function errorName(text: unknown): string {
  return typeof text === "string" && ERROR_NAME.test(text) ? ` (${text})` : "";
}
