import { size } from "../argument.ts";
import { faultKind } from "../fault_kind.ts";
import { isContent } from "../outgoing_event.ts";
import { perReply } from "../per_reply.ts";

/** The first piece of a reply comes in a frame of this size: sound JSON with white space behind it. */
export const oversized = faultKind({
  argument: size("a size", "oversized:20MiB"),
  begin: (bytes) =>
    perReply(({ given }) => {
      let done = false;
      return (item) => {
        if (done || item.kind !== "event" || !isContent(item)) return [item];
        done = true;
        given();
        const text = JSON.stringify(item.event).padEnd(bytes);
        return [{ kind: "text", dueMs: item.dueMs, text }];
      };
    }),
});
