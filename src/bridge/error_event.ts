import type { ServerEventOf } from "../protocol/events.ts";
import { makeId } from "../protocol/ids.ts";

/** The bridge's own `error` event, in the form in which the service reports its errors. */
export function errorEvent(
  type: "server_error" | "invalid_request_error",
  code: string,
  message: string,
): string {
  const event: ServerEventOf<"error"> = {
    type: "error",
    event_id: makeId("event", Math.random),
    error: { type, code, message, param: null, event_id: null },
  };
  return JSON.stringify(event);
}
