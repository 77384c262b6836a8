import type { Begin } from "./fault_kind.ts";
import type { Break, Breakage, Outgoing } from "./outgoing.ts";
import { eventOf, isContent } from "./outgoing_event.ts";
import { perReply } from "./per_reply.ts";
import { perSession } from "./per_session.ts";

/** Time for the event before to arrive; a break overtakes what is still on its way. */
const AFTER_EVENT_MS = 20;

/**
 * Breaks the connection: with `turn` in the middle of that reply, after its first piece; otherwise
 * `after` the beginning of the session, when the client has heard of it.
 */
export function breaking(way: Breakage): Begin {
  const inReply = perReply(({ given }) =>
    afterFirst(isContent, ({ dueMs }) => {
      return { kind: "break", dueMs, afterMs: AFTER_EVENT_MS, way, onLeave: given };
    })
  );
  const inSession = perSession(({ given }, { afterMs }) =>
    afterFirst(isCreated, ({ dueMs }) => {
      const waitMs = Math.max(afterMs, AFTER_EVENT_MS);
      return { kind: "break", dueMs, afterMs: waitMs, way, onLeave: given };
    })
  );
  return (context, selector) =>
    (selector.turn === undefined ? inSession : inReply)(context, selector);
}

function isCreated(item: Outgoing): boolean {
  return eventOf(item, "session.created") !== undefined;
}

function afterFirst(matches: (item: Outgoing) => boolean, make: (item: Outgoing) => Break) {
  let done = false;
  return (item: Outgoing): Outgoing[] => {
    if (done || !matches(item)) return [item];
    done = true;
    return [item, make(item)];
  };
}
