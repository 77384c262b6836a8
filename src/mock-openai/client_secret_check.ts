import { type Check, fieldsOf, isInteger, oneOf } from "./check.ts";
import { isSessionUpdate } from "./session_check.ts";
import type { AnySessionRequest } from "./session_kinds.ts";

/** The body of `POST /v1/realtime/client_secrets`. */
export interface ClientSecretRequest {
  readonly expires_after?: { readonly anchor: "created_at"; readonly seconds?: number };
  readonly session?: AnySessionRequest;
}

/** The types call the anchor optional; the service asks for it wherever `expires_after` is sent. */
export const isClientSecretRequest: Check = fieldsOf({
  expires_after: fieldsOf(
    { anchor: oneOf("created_at"), seconds: isInteger(10, 7200) },
    "anchor",
  ),
  session: isSessionUpdate,
});
