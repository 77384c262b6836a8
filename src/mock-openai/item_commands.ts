import { base64Bytes } from "../protocol/decode.ts";
import type { ClientEventOf } from "../protocol/events.ts";
import type { Conversation, Entry, WireItem } from "./conversation.ts";
import { audioShorter, type Fault, itemExists, unknownItem, unknownPrevious } from "./faults.ts";
import type { Outbox } from "./outbox.ts";

type Create = ClientEventOf<"conversation.item.create">;
type Truncate = ClientEventOf<"conversation.item.truncate">;

/** Tells of an item that is complete from the start. */
export function announceItem(
  outbox: Outbox,
  item: WireItem,
  previous_item_id: string | null,
): void {
  outbox.emit({ type: "conversation.item.added", previous_item_id, item });
  outbox.emit({ type: "conversation.item.done", previous_item_id, item });
}

/** Answers the `conversation.item.*` events of a client. Each returns the fault, if there is one. */
export class ItemCommands {
  readonly #conversation: Conversation;
  readonly #outbox: Outbox;

  constructor(conversation: Conversation, outbox: Outbox) {
    this.#conversation = conversation;
    this.#outbox = outbox;
  }

  /** @param audioBytesPerMs of the session's input format. */
  create({ item, previous_item_id }: Create, audioBytesPerMs: number): Fault | undefined {
    const previousId = this.#resolvePrevious(previous_item_id);
    if (previousId === undefined) return unknownPrevious(previous_item_id!);
    const id = item.id ?? this.#outbox.makeId("item");
    if (this.#conversation.find(id)) return itemExists(id);
    const entry = toEntry(id, item, audioBytesPerMs);
    this.#conversation.insertAfter(previousId, entry);
    announceItem(this.#outbox, entry.item, previousId);
  }

  retrieve(itemId: string): Fault | undefined {
    const entry = this.#conversation.find(itemId);
    if (!entry) return unknownItem("retrieve", itemId);
    this.#outbox.emit({ type: "conversation.item.retrieved", item: entry.item });
  }

  delete(itemId: string): Fault | undefined {
    if (!this.#conversation.remove(itemId)) return unknownItem("delete", itemId);
    this.#outbox.emit({ type: "conversation.item.deleted", item_id: itemId });
  }

  truncate({ item_id, content_index, audio_end_ms }: Truncate): Fault | undefined {
    const entry = this.#conversation.find(item_id);
    if (!entry) return unknownItem("truncate", item_id);
    const heldMs = Math.round(entry.audioMs);
    if (audio_end_ms > heldMs) return audioShorter(heldMs, audio_end_ms);
    entry.audioMs = audio_end_ms;
    entry.item = withoutTranscript(entry.item);
    this.#outbox.emit({
      type: "conversation.item.truncated",
      item_id,
      content_index,
      audio_end_ms,
    });
  }

  /** The id after which to insert; `null` is the beginning, `undefined` an item that is not there. */
  #resolvePrevious(id: string | undefined): string | null | undefined {
    if (id === "root") return null;
    if (id === undefined || id === null) return this.#conversation.lastId;
    return this.#conversation.find(id)?.id;
  }
}

/** The server keeps a client's audio to itself: the item shows that it is there and no more. */
function toEntry(id: string, item: Create["item"], audioBytesPerMs: number): Entry {
  if (item.type !== "message") return { id, item: { ...item, id }, audioMs: 0 };
  let audioMs = 0;
  const content = item.content.map((part) => {
    if (!("audio" in part) || part.audio === undefined) return part;
    const { audio, ...rest } = part;
    audioMs += base64Bytes(audio) / audioBytesPerMs;
    return { transcript: null, ...rest };
  });
  return { id, item: { ...item, id, status: "completed", content } as WireItem, audioMs };
}

/** What was cut off was not heard, so its words go too. */
function withoutTranscript(item: WireItem): WireItem {
  if (item.type !== "message" || item.role !== "assistant") return item;
  const content = item.content.map(({ transcript: _cut, ...part }) => part);
  return { ...item, content };
}
