import { failedEnding } from "../../failed_ending.ts";
import { code } from "../argument.ts";
import { faultKind } from "../fault_kind.ts";
import { failReply, type Failure } from "../fail_reply.ts";

/** Ends a reply as the service does for this reason; an unknown one is the code of an error. */
export const fail = faultKind({
  argument: code("fail:rate_limit_exceeded"),
  injects: true,
  begin: (reason) => failReply(failureOf(reason)),
});

function failureOf(reason: string): Failure {
  switch (reason) {
    case "content_filter":
    case "max_output_tokens":
      return {
        at: "content",
        status: "incomplete",
        status_details: { type: "incomplete", reason },
      };
    case "turn_detected":
    case "client_cancelled":
      return { at: "content", status: "cancelled", status_details: { type: "cancelled", reason } };
    default: {
      const { status, error } = failedEnding({ code: reason });
      return { at: "start", status, status_details: { type: status, error } };
    }
  }
}
