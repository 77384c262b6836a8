import type { ClientEventOf } from "../protocol/events.ts";

const NO_SUCH_ITEM = "item_ttfa_no_such_item";

/**
 * A Realtime request without side effect, as JSON text: it asks for an item that does not exist. The
 * answer is an `error` that carries the request's own `eventId`.
 */
export function probe(eventId: string, itemId: string = NO_SUCH_ITEM): string {
  const request: ClientEventOf<"conversation.item.retrieve"> = {
    type: "conversation.item.retrieve",
    event_id: eventId,
    item_id: itemId,
  };
  return JSON.stringify(request);
}
