import {
  allOf,
  anything,
  byField,
  type Check,
  fieldsOf,
  isText,
  isTextLike,
  isTextOrNull,
  isTextUpTo,
  listOf,
  oneOf,
} from "./check.ts";
import { notImplemented } from "./refusals.ts";

const MAX_ID_LENGTH = 32;

const isId = isTextUpTo(MAX_ID_LENGTH);
const isCallId = allOf(isId, isTextLike(/^[a-zA-Z0-9_-]+$/, "^[a-zA-Z0-9_-]+$"));
const isImageUrl = isTextLike(/^data:image\/(png|jpeg);base64,/, "data:image/png;base64,…");

const COMMON = {
  id: isId,
  object: oneOf("realtime.item"),
  type: anything,
  status: oneOf("completed", "incomplete", "in_progress"),
};

const PART = {
  type: anything,
  text: isText,
  audio: isText,
  transcript: isTextOrNull,
  image_url: isImageUrl,
  detail: oneOf("auto", "low", "high"),
};

/** What makes a part of each type. Of an assistant's audio its transcript may be all there is. */
const PARTS = {
  input_text: fieldsOf(PART, "text"),
  input_audio: fieldsOf(PART, "audio"),
  input_image: fieldsOf(PART, "image_url"),
  output_text: fieldsOf(PART, "text"),
  output_audio: fieldsOf(PART),
};

function isMessageOf(...types: (keyof typeof PARTS)[]): Check {
  const part = byField("type", Object.fromEntries(types.map((type) => [type, PARTS[type]])));
  return fieldsOf({ ...COMMON, role: anything, content: listOf(part) }, "content");
}

const ITEMS: Readonly<Record<string, Check>> = {
  message: byField("role", {
    system: isMessageOf("input_text"),
    user: isMessageOf("input_text", "input_audio", "input_image"),
    assistant: isMessageOf("output_text", "output_audio"),
  }),
  function_call: fieldsOf(
    { ...COMMON, name: isText, call_id: isCallId, arguments: isText },
    "name",
    "arguments",
  ),
  function_call_output: fieldsOf(
    { ...COMMON, call_id: isCallId, output: isText },
    "call_id",
    "output",
  ),
  mcp_approval_response: (_, path) =>
    notImplemented("MCP", "use tools of type 'function'", `${path}.type`),
};

/** An item that a client adds to the conversation. */
export const isItem: Check = byField("type", ITEMS);

/** What a response may be given to read in place of the conversation. */
export const isInputItem: Check = byField("type", {
  ...ITEMS,
  item_reference: fieldsOf({ type: anything, id: isText }, "id"),
});
