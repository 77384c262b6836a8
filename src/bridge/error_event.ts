import type { ServerEventOf } from "../protocol/events.ts";
import { makeId } from "../protocol/ids.ts";

/**
 * The bridge's own `error` event, in the form in which the service reports its errors: `param` is the
 * offending field, `eventId` the id that the client gave the offending event.
 */
export function errorEvent(
  type: "server_error" | "invalid_request_error",
  code: string,
  message: string,
  about: { readonly param?: string | null; readonly eventId?: string | null } = {},
): string {
  const event: ServerEventOf<"error"> = {
    type: "error",
    event_id: makeId("event", Math.random),
    error: { type, code, message, param: about.param ?? null, event_id: about.eventId ?? null },
  };
  return JSON.stringify(event);
}
