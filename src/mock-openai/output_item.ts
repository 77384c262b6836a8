import { type Conversation, type Entry, shownItem, type WireItem } from "./conversation.ts";
import { ITEM_HEAD, ITEM_TAIL, type ItemEventType, type ItemKind } from "./event_order.ts";
import type { Outbox } from "./outbox.ts";
import type { Utterance } from "./voice.ts";
import type { EventBody } from "./wire.ts";

export type ItemStatus = "in_progress" | "completed" | "incomplete";

/** Where an output item stands. Without a conversation only the events of the response tell of it. */
export interface ItemPlace {
  readonly outbox: Outbox;
  readonly responseId: string;
  readonly outputIndex: number;
  readonly conversation?: Conversation;
}

/** The fields that name this place in an event. */
export interface PlaceFields {
  readonly response_id: string;
  readonly item_id: string;
  readonly output_index: number;
}

export type ItemEvents = { readonly [T in ItemEventType]?: Extract<EventBody, { type: T }> };

/** What fills an output item. It words the events; their order is in event_order.ts. */
export interface ItemContent {
  readonly kind: ItemKind;
  describe(id: string, status: ItemStatus): WireItem;
  /** Takes the utterance in and words its delta. */
  say(utterance: Utterance, at: PlaceFields): EventBody;
  /** The events of the content as it stands. */
  events(at: PlaceFields): ItemEvents;
}

/** One item of a response: it opens, says its pieces, and closes, whole or broken off. */
export class OutputItem {
  readonly #place: ItemPlace;
  readonly #content: ItemContent;
  readonly #entry: Entry;
  readonly #previousId: string | null;

  /** Opens the item. */
  constructor(place: ItemPlace, content: ItemContent) {
    this.#place = place;
    this.#content = content;
    this.#previousId = place.conversation?.lastId ?? null;
    const id = place.outbox.makeId("item");
    this.#entry = { id, item: content.describe(id, "in_progress"), audioMs: 0 };
    place.conversation?.append(this.#entry);
    this.#tell(ITEM_HEAD[content.kind]);
  }

  get item(): WireItem {
    return this.#entry.item;
  }

  say(utterance: Utterance): void {
    if (!this.#entry.truncated) this.#entry.audioMs += utterance.durationMs;
    this.#place.outbox.emit(this.#content.say(utterance, this.#at));
  }

  close(status: "completed" | "incomplete"): void {
    this.#entry.item = shownItem(this.#entry, this.#content.describe(this.#entry.id, status));
    this.#tell(ITEM_TAIL[this.#content.kind]);
  }

  #tell(order: readonly ItemEventType[]): void {
    const events = { ...this.#content.events(this.#at), ...this.#itemEvents() };
    for (const type of order) {
      const event = events[type];
      if (event) this.#place.outbox.emit(event);
    }
  }

  #itemEvents(): ItemEvents {
    const { item } = this;
    const { response_id, output_index } = this.#at;
    const previous_item_id = this.#previousId;
    const output = { response_id, output_index, item };
    const inConversation: ItemEvents = this.#place.conversation
      ? {
        "conversation.item.added": { type: "conversation.item.added", previous_item_id, item },
        "conversation.item.done": { type: "conversation.item.done", previous_item_id, item },
      }
      : {};
    return {
      "response.output_item.added": { type: "response.output_item.added", ...output },
      "response.output_item.done": { type: "response.output_item.done", ...output },
      ...inConversation,
    };
  }

  get #at(): PlaceFields {
    const { responseId, outputIndex } = this.#place;
    return { response_id: responseId, item_id: this.#entry.id, output_index: outputIndex };
  }
}
