import { faultKind } from "../fault_kind.ts";
import { isContent } from "../outgoing_event.ts";
import { perReply } from "../per_reply.ts";

/** Sends every piece of a reply twice. */
export const duplicateDeltas = faultKind({
  begin: () =>
    perReply(({ given }) => {
      given();
      return (item) => isContent(item) ? [item, item] : [item];
    }),
});
