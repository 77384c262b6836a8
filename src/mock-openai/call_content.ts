import type { WireItem } from "./conversation.ts";
import type { ItemContent, ItemEvents, ItemStatus, PlaceFields } from "./output_item.ts";
import type { Utterance } from "./voice.ts";
import type { EventBody } from "./wire.ts";

/** A function call: its arguments come as JSON text, piece by piece. */
export class CallContent implements ItemContent {
  readonly kind = "call";
  readonly #name: string;
  readonly #callId: string;
  #arguments = "";

  constructor(name: string, callId: string) {
    this.#name = name;
    this.#callId = callId;
  }

  describe(id: string, status: ItemStatus): WireItem {
    return { id, type: "function_call", status, ...this.#call };
  }

  say({ delta }: Utterance, at: PlaceFields): EventBody {
    this.#arguments += delta;
    const call_id = this.#callId;
    return { type: "response.function_call_arguments.delta", ...at, call_id, delta };
  }

  events(at: PlaceFields): ItemEvents {
    const type = "response.function_call_arguments.done";
    return { [type]: { type, ...at, ...this.#call } };
  }

  get #call(): { name: string; call_id: string; arguments: string } {
    return { name: this.#name, call_id: this.#callId, arguments: this.#arguments };
  }
}
