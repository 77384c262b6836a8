import { faultKind } from "../fault_kind.ts";
import { failReply } from "../fail_reply.ts";

/** A server error after the first piece of a reply: an `error` event, then the reply has failed. */
export const errorMidResponse = faultKind({
  injects: true,
  begin: () =>
    failReply({
      at: "content",
      status: "failed",
      status_details: { type: "failed", error: { type: "server_error", code: "server_error" } },
      error: {
        type: "server_error",
        code: "server_error",
        message: "The server failed while it was answering.",
      },
    }),
});
