import { duration } from "../argument.ts";
import { faultKind } from "../fault_kind.ts";
import { eventOf } from "../outgoing_event.ts";
import { perSession } from "../per_session.ts";

/** The socket opens at once, `session.created` comes late; what follows it waits behind it. */
export const delayCreated = faultKind({
  argument: duration("delay-created:2s"),
  selectors: ["p", "session"],
  begin: (ms) =>
    perSession(({ given }) => (item) => {
      if (!eventOf(item, "session.created")) return [item];
      given();
      return [{ ...item, dueMs: item.dueMs + ms }];
    }),
});
