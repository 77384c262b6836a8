import { faultKind } from "../fault_kind.ts";
import { isContent } from "../outgoing_event.ts";
import { perReply } from "../per_reply.ts";

/** The first piece of a reply comes as half of its JSON. */
export const malformed = faultKind({
  begin: () =>
    perReply(({ given }) => {
      let done = false;
      return (item) => {
        if (done || item.kind !== "event" || !isContent(item)) return [item];
        done = true;
        given();
        const json = JSON.stringify(item.event);
        return [{ kind: "text", dueMs: item.dueMs, text: json.slice(0, json.length / 2) }];
      };
    }),
});
