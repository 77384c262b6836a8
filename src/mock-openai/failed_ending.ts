import type { Ending } from "./answer.ts";

/** What a failed response may say of its error; the service's own codes and words are not known. */
export interface FailureWords {
  readonly code: string;
  /** Default: `server_error`. */
  readonly type?: string;
  readonly message?: string;
}

/** The ending of a response that fails, whoever ordered it. */
export function failedEnding(
  { code, type = "server_error", message = `The mock lets this response fail: ${code}.` }:
    FailureWords,
): Extract<Ending, { status: "failed" }> {
  return { status: "failed", error: { type, code, message } };
}
