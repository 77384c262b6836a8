import type { ClientEvent } from "../protocol/events.ts";
import {
  anything,
  type Check,
  fieldsOf,
  isInteger,
  isText,
  isTextOrNull,
  isTextUpTo,
} from "./check.ts";
import {
  invalidJson,
  invalidType,
  missingParameter,
  type Refusal,
  unknownEventType,
} from "./refusals.ts";
import { isItem } from "./item_check.ts";
import { readJson } from "./read_json.ts";
import { isResponse } from "./response_check.ts";
import { isSessionUpdate } from "./session_check.ts";

/** The client events that the mock answers. */
export type HandledEvent = Exclude<ClientEvent, { type: "output_audio_buffer.clear" }>;

export type ParsedFrame =
  | { readonly event: HandledEvent }
  | { readonly refusal: Refusal; readonly eventId?: string };

/** 15 MiB of audio, in base64. */
const MAX_APPEND_LENGTH = 15 * 2 ** 20 / 3 * 4;

const COMMON = { type: anything, event_id: isTextUpTo(512) };

/** Fields of each client event; those listed after it are required. */
const CHECKS: Readonly<Record<HandledEvent["type"], Check>> = {
  "session.update": fieldsOf({ ...COMMON, session: isSessionUpdate }, "session"),
  "input_audio_buffer.append": fieldsOf(
    { ...COMMON, audio: isTextUpTo(MAX_APPEND_LENGTH) },
    "audio",
  ),
  "input_audio_buffer.commit": fieldsOf(COMMON),
  "input_audio_buffer.clear": fieldsOf(COMMON),
  "conversation.item.create": fieldsOf(
    { ...COMMON, item: isItem, previous_item_id: isTextOrNull },
    "item",
  ),
  "conversation.item.retrieve": fieldsOf({ ...COMMON, item_id: isText }, "item_id"),
  "conversation.item.delete": fieldsOf({ ...COMMON, item_id: isText }, "item_id"),
  "conversation.item.truncate": fieldsOf(
    { ...COMMON, item_id: isText, content_index: isInteger(0), audio_end_ms: isInteger(0) },
    "item_id",
    "content_index",
    "audio_end_ms",
  ),
  "response.create": fieldsOf({ ...COMMON, response: isResponse }),
  "response.cancel": fieldsOf({ ...COMMON, response_id: isTextOrNull }),
};

/** Reads one text frame of a client: an event that is right in every field, or what is wrong. */
export function parseClientEvent(text: string): ParsedFrame {
  const json = readJson(text);
  if ("reason" in json) return { refusal: invalidJson(json.reason) };
  const { value } = json;
  const refusal = judge(value);
  if (!refusal) return { event: value as HandledEvent };
  const eventId = (value as { event_id?: unknown } | null)?.event_id;
  return { refusal, ...(typeof eventId === "string" ? { eventId } : {}) };
}

/** The event of a text frame; `undefined` where it is refused for its form. */
export function clientEventOf(text: string): HandledEvent | undefined {
  const frame = parseClientEvent(text);
  return "event" in frame ? frame.event : undefined;
}

function judge(value: unknown): Refusal | undefined {
  if (typeof value !== "object" || value === null) {
    return invalidType("event", "an object", JSON.stringify(value));
  }
  const { type } = value as { type?: unknown };
  if (type === undefined) return missingParameter("type");
  if (typeof type !== "string") return isText(type, "type");
  if (!Object.hasOwn(CHECKS, type)) return unknownEventType(type);
  return CHECKS[type as HandledEvent["type"]](value, "");
}
