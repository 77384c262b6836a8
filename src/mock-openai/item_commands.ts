import type { ClientEventOf } from "../protocol/events.ts";
import { toEntry } from "./client_item.ts";
import { type Conversation, holdsReplyAudio, shownItem, type WireItem } from "./conversation.ts";
import {
  audioShorter,
  itemExists,
  NOT_TRUNCATABLE,
  type Refusal,
  unknownItem,
  unknownPrevious,
  unknownToolCall,
} from "./refusals.ts";
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

/** Answers the `conversation.item.*` events of a client. Each returns the refusal, if there is one. */
export class ItemCommands {
  readonly #conversation: Conversation;
  readonly #outbox: Outbox;

  constructor(conversation: Conversation, outbox: Outbox) {
    this.#conversation = conversation;
    this.#outbox = outbox;
  }

  /** @param audioBytesPerMs of the session's input format. */
  create({ item, previous_item_id }: Create, audioBytesPerMs: number): Refusal | undefined {
    const previousId = this.#resolvePrevious(previous_item_id);
    if (previousId === undefined) return unknownPrevious(previous_item_id!);
    if (item.id && this.#conversation.find(item.id)) return itemExists(item.id);
    if (item.type === "function_call_output" && !this.#conversation.hasCall(item.call_id)) {
      return unknownToolCall(item.call_id);
    }
    const entry = toEntry(item, audioBytesPerMs, this.#outbox);
    this.#conversation.insertAfter(previousId, entry);
    announceItem(this.#outbox, entry.item, previousId);
  }

  retrieve(itemId: string): Refusal | undefined {
    const entry = this.#conversation.find(itemId);
    if (!entry) return unknownItem("retrieve", itemId);
    this.#outbox.emit({ type: "conversation.item.retrieved", item: entry.item });
  }

  delete(itemId: string): Refusal | undefined {
    if (!this.#conversation.remove(itemId)) return unknownItem("delete", itemId);
    this.#outbox.emit({ type: "conversation.item.deleted", item_id: itemId });
  }

  truncate({ item_id, content_index, audio_end_ms }: Truncate): Refusal | undefined {
    const entry = this.#conversation.find(item_id);
    if (!entry) return unknownItem("truncate", item_id);
    if (!holdsReplyAudio(entry) || content_index > 0) return NOT_TRUNCATABLE;
    const heldMs = Math.round(entry.audioMs);
    if (audio_end_ms > heldMs) return audioShorter(heldMs, audio_end_ms);
    entry.audioMs = audio_end_ms;
    entry.truncated = true;
    entry.item = shownItem(entry, entry.item);
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
