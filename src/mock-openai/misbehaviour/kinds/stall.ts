import { duration } from "../argument.ts";
import { faultKind } from "../fault_kind.ts";
import { isContent } from "../outgoing_event.ts";
import { perReply } from "../per_reply.ts";

/** After its first piece a reply stands still for so long; what was held up comes at once. */
export const stall = faultKind({
  argument: duration("stall:800ms"),
  begin: (stallMs) =>
    perReply(({ given }) => {
      let untilMs: number | undefined;
      return (item) => {
        if (untilMs !== undefined) return [{ ...item, dueMs: Math.max(item.dueMs, untilMs) }];
        if (isContent(item)) {
          untilMs = item.dueMs + stallMs;
          given();
        }
        return [item];
      };
    }),
});
