import type { WireItem } from "./conversation.ts";
import type { Modality } from "./course.ts";
import type { Outbox } from "./outbox.ts";
import type { ItemContent, ItemEvents, ItemStatus, PlaceFields } from "./output_item.ts";
import type { Utterance } from "./voice.ts";
import type { EventBody } from "./wire.ts";

/** The one content part of an assistant's message: audio with its transcript, or text. */
export class MessageContent implements ItemContent {
  readonly kind: Modality;
  readonly #outbox: Outbox;
  #text = "";

  constructor(modality: Modality, outbox: Outbox) {
    this.kind = modality;
    this.#outbox = outbox;
  }

  describe(id: string, status: ItemStatus): WireItem {
    const content = status === "in_progress" ? [] : [this.#itemContent];
    return { id, type: "message", status, role: "assistant", content };
  }

  say({ kind, delta }: Utterance, at: PlaceFields): EventBody {
    const place = { ...at, content_index: 0 };
    if (kind === "audio") {
      return { type: "response.output_audio.delta", ...place, delta };
    }
    this.#text += delta;
    const type = this.kind === "audio"
      ? "response.output_audio_transcript.delta"
      : "response.output_text.delta";
    return { type, ...place, delta, obfuscation: this.#outbox.padding(delta) };
  }

  events(at: PlaceFields): ItemEvents {
    const place = { ...at, content_index: 0 };
    const text = this.#text;
    const part = this.#part;
    return {
      "response.content_part.added": { type: "response.content_part.added", ...place, part },
      "response.output_audio.done": { type: "response.output_audio.done", ...place },
      "response.output_audio_transcript.done": {
        type: "response.output_audio_transcript.done",
        ...place,
        transcript: text,
      },
      "response.output_text.done": { type: "response.output_text.done", ...place, text },
      "response.content_part.done": { type: "response.content_part.done", ...place, part },
    };
  }

  /** A part's type has a short name; the same content in an item has a long one. */
  get #part(): { type: "audio"; transcript: string } | { type: "text"; text: string } {
    return this.kind === "audio"
      ? { type: "audio", transcript: this.#text }
      : { type: "text", text: this.#text };
  }

  get #itemContent():
    | { type: "output_audio"; transcript: string }
    | { type: "output_text"; text: string } {
    return this.kind === "audio"
      ? { type: "output_audio", transcript: this.#text }
      : { type: "output_text", text: this.#text };
  }
}
