import { base64Bytes } from "../protocol/decode.ts";
import type { ClientEventOf, ResponseRequest } from "../protocol/events.ts";
import type { Conversation, Entry, WireItem } from "./conversation.ts";
import { type Refusal, unknownReference } from "./refusals.ts";
import type { Outbox } from "./outbox.ts";

type ClientItem = ClientEventOf<"conversation.item.create">["item"];

/**
 * An item as a client sends it, complete from the start. The server keeps a client's audio to itself: the
 * item shows that it is there and no more.
 * @param audioBytesPerMs of the session's input format.
 */
export function toEntry(item: ClientItem, audioBytesPerMs: number, outbox: Outbox): Entry {
  const id = item.id ?? outbox.makeId("item");
  // The live service takes the field and never shows it.
  const { object: _, ...shown } = { object: undefined, ...item };
  const complete = { ...shown, id, status: "completed" } as WireItem;
  if (complete.type === "function_call") complete.call_id ??= outbox.makeCallId();
  if (item.type !== "message") return { id, item: complete, audioMs: 0 };
  let audioMs = 0;
  const content = item.content.map((part) => {
    if (!("audio" in part) || part.audio === undefined) return part;
    const { audio, ...rest } = part;
    audioMs += base64Bytes(audio) / audioBytesPerMs;
    return { transcript: null, ...rest };
  });
  return { id, item: { ...complete, content } as WireItem, audioMs };
}

/** What a response is made from: the conversation, or in its place what the client gives it to read. */
export function readInput(
  conversation: Conversation,
  input: ResponseRequest["input"],
  audioBytesPerMs: number,
  outbox: Outbox,
): { entries: readonly Entry[] } | { refusal: Refusal } {
  if (!input) return { entries: [...conversation.entries] };
  const entries: Entry[] = [];
  for (const [i, item] of input.entries()) {
    const entry = item.type === "item_reference"
      ? conversation.find(item.id)
      : toEntry(item, audioBytesPerMs, outbox);
    if (!entry) return { refusal: unknownReference(`response.input[${i}].id`, item.id!) };
    entries.push(entry);
  }
  return { entries };
}
