import { type Check, fieldsOf, isTextUpTo, listOf, nullOr, oneOf, pairsOf } from "./check.ts";
import { isInputItem } from "./item_check.ts";
import { isAudioFormat, isVoice, SHARED_FIELDS } from "./session_check.ts";

const MAX_METADATA_PAIRS = 16;
const MAX_METADATA_LENGTH = 512;

/** The `response` of a `response.create`. */
export const isResponse: Check = fieldsOf({
  ...SHARED_FIELDS,
  audio: fieldsOf({ output: fieldsOf({ format: isAudioFormat, voice: isVoice }) }),
  conversation: oneOf("auto", "none"),
  metadata: nullOr(pairsOf(isTextUpTo(MAX_METADATA_LENGTH), MAX_METADATA_PAIRS)),
  input: listOf(isInputItem),
});
