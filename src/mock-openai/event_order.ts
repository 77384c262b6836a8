/**
 * The order in which an output item is opened and closed, whether it is completed or broken off. Known
 * from captures of the live service: the head and the last two of the tail for messages. Inferred: that
 * audio is done before its transcript, the whole of a call, and that an interruption changes nothing.
 * Outside of the conversation the events of `conversation.item` are left out.
 */
import type { WireEvent } from "./wire.ts";

export type ItemKind = "audio" | "text" | "call";

const OPENED = ["response.output_item.added", "conversation.item.added"] as const;
const CLOSED = ["conversation.item.done", "response.output_item.done"] as const;

export const ITEM_HEAD = {
  audio: [...OPENED, "response.content_part.added"],
  text: [...OPENED, "response.content_part.added"],
  call: OPENED,
} as const satisfies Order;

export const ITEM_TAIL = {
  audio: [
    "response.output_audio.done",
    "response.output_audio_transcript.done",
    "response.content_part.done",
    ...CLOSED,
  ],
  text: ["response.output_text.done", "response.content_part.done", ...CLOSED],
  call: ["response.function_call_arguments.done", ...CLOSED],
} as const satisfies Order;

type Order = Readonly<Record<ItemKind, readonly WireEvent["type"][]>>;

export type ItemEventType = (typeof ITEM_HEAD | typeof ITEM_TAIL)[ItemKind][number];
