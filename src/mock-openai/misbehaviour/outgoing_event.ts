import type { WireEvent, WireEventOf } from "../wire.ts";
import type { Outgoing } from "./outgoing.ts";

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

/** The reply that the item belongs to, where its event says so. */
export function replyIdOf(item: Outgoing): string | undefined {
  if (item.kind !== "event") return undefined;
  const { event } = item;
  if ("response_id" in event) return event.response_id;
  return "response" in event ? event.response.id ?? undefined : undefined;
}
