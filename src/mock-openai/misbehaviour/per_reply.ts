import type { Step } from "../../links/step.ts";
import { Chooser } from "./chooser.ts";
import type { Begin, FaultContext } from "./fault_kind.ts";
import type { Outgoing } from "./outgoing.ts";
import { eventOf, replyIdOf } from "./outgoing_event.ts";

/** A fault of single replies: each that is chosen goes, whole, through a step of its own. */
export function perReply(make: (context: FaultContext) => Step<Outgoing>): Begin {
  return (context, selector) => {
    const chooser = new Chooser(selector, context);
    const active = new Map<string, Step<Outgoing>>();
    const outgoing: Step<Outgoing> = (item) => {
      const id = replyIdOf(item);
      if (id === undefined) return [item];
      const isNew = eventOf(item, "response.created") !== undefined;
      if (isNew && chooser.choose(item.dueMs)) active.set(id, make(context));
      const items = active.get(id)?.(item) ?? [item];
      if (eventOf(item, "response.done")) active.delete(id);
      return items;
    };
    return { outgoing };
  };
}
