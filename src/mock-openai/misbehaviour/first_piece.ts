import type { WireEvent } from "../wire.ts";
import { isContent } from "./outgoing_event.ts";
import { perReply } from "./per_reply.ts";

/** The first piece of a reply leaves as the text that `garble` makes of it; the others as they are. */
export function garbleFirstPiece(
  garble: (event: WireEvent) => string,
): ReturnType<typeof perReply> {
  return perReply(({ given }) => {
    let done = false;
    return (item) => {
      if (done || item.kind !== "event" || !isContent(item)) return [item];
      done = true;
      given();
      return [{ kind: "text", dueMs: item.dueMs, text: garble(item.event) }];
    };
  });
}
