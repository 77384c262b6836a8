import { faultKind } from "../fault_kind.ts";
import type { Outgoing } from "../outgoing.ts";
import { isContent } from "../outgoing_event.ts";
import { perReply } from "../per_reply.ts";

/** Swaps the second piece of a reply with the third, the fourth with the fifth, and so on. */
export const reorderDeltas = faultKind({
  begin: () =>
    perReply(({ given }) => {
      let first = true;
      let held: Outgoing | undefined;
      return (item) => {
        const earlier = held;
        if (isContent(item)) {
          if (!first && !earlier) {
            held = item;
            return [];
          }
          first = false;
          held = undefined;
          if (earlier) given();
          return earlier ? [item, { ...earlier, dueMs: item.dueMs }] : [item];
        }
        if (!earlier || !isEnd(item)) return [item];
        held = undefined;
        return [{ ...earlier, dueMs: item.dueMs }, item];
      };
    }),
});

/** The last moment for a piece that found no partner. */
function isEnd(item: Outgoing): boolean {
  return item.kind === "event" && item.event.type.endsWith(".done");
}
