import type { ConversationItem } from "../protocol/events.ts";
import type { HeardTurn } from "./heard_turn.ts";
import type { Nullable } from "./wire.ts";

export type WireItem = Nullable<ConversationItem>;

/** An item of the conversation and how much audio it holds. */
export interface Entry {
  readonly id: string;
  item: WireItem;
  audioMs: number;
  /** Of an item that was spoken: the latest one can still be asked for its words. */
  readonly heard?: HeardTurn;
  /** The client has cut it to what was heard. */
  truncated?: boolean;
}

/** The item as it shows: what was cut off was not heard, so the words of a truncated one go too. */
export function shownItem({ truncated }: Entry, item: WireItem): WireItem {
  if (!truncated || item.type !== "message" || item.role !== "assistant") return item;
  const content = item.content.map(({ transcript: _cut, ...part }) => part);
  return { ...item, content };
}

/** Also where all of it was cut off. */
export function holdsReplyAudio({ item, audioMs, truncated = false }: Entry): boolean {
  return item.type === "message" && item.role === "assistant" && (audioMs > 0 || truncated);
}

/** The items of a session in their order. */
export class Conversation {
  readonly id: string;
  readonly #entries: Entry[] = [];

  constructor(id: string) {
    this.id = id;
  }

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /** The `previous_item_id` of an item that is appended now. */
  get lastId(): string | null {
    return this.#entries.at(-1)?.id ?? null;
  }

  /** Whether an assistant's message with audio is there. */
  get hasReplyAudio(): boolean {
    return this.#entries.some(holdsReplyAudio);
  }

  hasCall(callId: string): boolean {
    return this.#entries.some(({ item }) =>
      item.type === "function_call" && item.call_id === callId
    );
  }

  find(id: string): Entry | undefined {
    return this.#entries.find((entry) => entry.id === id);
  }

  append(entry: Entry): void {
    this.#entries.push(entry);
  }

  /** Puts an item after the item `previousId`; `null` puts it first. */
  insertAfter(previousId: string | null, entry: Entry): void {
    const index = this.#entries.findIndex(({ id }) => id === previousId);
    this.#entries.splice(index + 1, 0, entry);
  }

  remove(id: string): boolean {
    const index = this.#entries.findIndex((entry) => entry.id === id);
    if (index >= 0) this.#entries.splice(index, 1);
    return index >= 0;
  }
}
