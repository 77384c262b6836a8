import type { WireEvent, WireEventOf } from "../wire.ts";
import type { Outgoing } from "./outgoing.ts";

// A service that is recorded may say anything: an event from there is no more than its type claims.

/** The event of this type that the item is, if it is one. */
export function eventOf<T extends WireEvent["type"]>(
  item: Outgoing,
  type: T,
): WireEventOf<T> | undefined {
  return item.kind === "event" && item.event.type === type
    ? item.event as WireEventOf<T>
    : undefined;
}

const CONTENT: ReadonlySet<WireEvent["type"]> = new Set([
  "response.output_audio.delta",
  "response.output_text.delta",
  "response.function_call_arguments.delta",
]);

/** Whether it carries a piece of a reply: audio, text or the arguments of a call. */
export function isContent(item: Outgoing): boolean {
  return item.kind === "event" && CONTENT.has(item.event.type);
}

/** Whether it is a part of a reply, or tells of one: its item, its pieces, what it has cost. */
export function isOfReply(item: Outgoing): boolean {
  // A frame that is no event stands for a piece that was garbled.
  if (item.kind !== "event") return item.kind === "text";
  const { event } = item;
  switch (event.type) {
    case "rate_limits.updated":
      return true;
    case "conversation.item.added":
    case "conversation.item.done":
      return event.item?.type === "function_call" ||
        (event.item?.type === "message" && event.item.role === "assistant");
    default:
      return replyIdOf(item) !== undefined;
  }
}

/** The reply that the item belongs to, where its event says so. */
export function replyIdOf(item: Outgoing): string | undefined {
  if (item.kind !== "event") return undefined;
  const { event } = item;
  if ("response_id" in event) return event.response_id;
  return "response" in event ? event.response?.id ?? undefined : undefined;
}
