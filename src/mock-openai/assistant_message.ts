import type { Conversation, Entry, WireItem } from "./conversation.ts";
import type { Outbox } from "./outbox.ts";
import type { Said } from "./usage.ts";
import type { Utterance } from "./voice.ts";

export type Modality = "audio" | "text";

/** The one message of a response: it opens, says its pieces, and closes, whole or cut off. */
export class AssistantMessage {
  readonly #outbox: Outbox;
  readonly #modality: Modality;
  readonly #entry: Entry;
  readonly #previousId: string | null;
  readonly #responseId: string;
  #text = "";

  /** Opens the message. */
  constructor(
    outbox: Outbox,
    conversation: Conversation,
    responseId: string,
    modality: Modality,
  ) {
    this.#outbox = outbox;
    this.#modality = modality;
    this.#responseId = responseId;
    this.#previousId = conversation.lastId;
    const id = outbox.makeId("item");
    this.#entry = { id, item: message(id, "in_progress", []), audioMs: 0 };
    conversation.append(this.#entry);
    this.#open();
  }

  get item(): WireItem {
    return this.#entry.item;
  }

  get said(): Said {
    return { text: this.#text, audioMs: this.#entry.audioMs };
  }

  say(piece: Utterance): void {
    if (piece.kind === "audio") {
      this.#entry.audioMs += piece.durationMs;
      const delta = piece.base64;
      this.#outbox.emit({ type: "response.output_audio.delta", ...this.#place, delta });
      return;
    }
    this.#text += piece.text;
    const type = piece.kind === "text"
      ? "response.output_text.delta"
      : "response.output_audio_transcript.delta";
    const padded = { delta: piece.text, obfuscation: this.#outbox.padding(piece.text) };
    this.#outbox.emit({ type, ...this.#place, ...padded });
  }

  close(status: "completed" | "incomplete"): void {
    const item = this.#entry.item = message(this.#entry.id, status, [this.#itemContent]);
    const previous_item_id = this.#previousId;
    this.#closePart();
    this.#outbox.emit({ type: "conversation.item.done", previous_item_id, item });
    this.#outbox.emit({ type: "response.output_item.done", ...this.#output, item });
  }

  #open(): void {
    const previous_item_id = this.#previousId;
    const part = this.#part("");
    this.#outbox.emit({ type: "response.output_item.added", ...this.#output, item: this.item });
    this.#outbox.emit({ type: "conversation.item.added", previous_item_id, item: this.item });
    this.#outbox.emit({ type: "response.content_part.added", ...this.#place, part });
  }

  #closePart(): void {
    const text = this.#text;
    if (this.#modality === "audio") {
      const done = { ...this.#place, transcript: text };
      this.#outbox.emit({ type: "response.output_audio.done", ...this.#place });
      this.#outbox.emit({ type: "response.output_audio_transcript.done", ...done });
    } else {
      this.#outbox.emit({ type: "response.output_text.done", ...this.#place, text });
    }
    const part = this.#part(text);
    this.#outbox.emit({ type: "response.content_part.done", ...this.#place, part });
  }

  get #output(): { response_id: string; output_index: number } {
    return { response_id: this.#responseId, output_index: 0 };
  }

  get #place(): PartPlace {
    const { response_id, output_index } = this.#output;
    return { response_id, item_id: this.#entry.id, output_index, content_index: 0 };
  }

  /** A part's type has a short name; the same content in an item has a long one. */
  #part(text: string): { type: "audio"; transcript: string } | { type: "text"; text: string } {
    return this.#modality === "audio"
      ? { type: "audio", transcript: text }
      : { type: "text", text };
  }

  get #itemContent(): MessageContent {
    return this.#modality === "audio"
      ? { type: "output_audio", transcript: this.#text }
      : { type: "output_text", text: this.#text };
  }
}

interface PartPlace {
  response_id: string;
  item_id: string;
  output_index: number;
  content_index: number;
}

type MessageContent =
  | { type: "output_audio"; transcript: string }
  | { type: "output_text"; text: string };

function message(
  id: string,
  status: "in_progress" | "completed" | "incomplete",
  content: MessageContent[],
): WireItem {
  return { id, type: "message", status, role: "assistant", content };
}
