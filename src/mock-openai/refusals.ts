/**
 * What the service says when it refuses something: codes, wording and `param` as seen on the wire.
 * A refusal is a value; the outbox turns it into an `error` event.
 */
export interface Refusal {
  readonly code: string | null;
  readonly message: string;
  /** Path of the field at fault, e.g. `session.audio.input.format.rate`. */
  readonly param?: string;
}

/** Client events in the order in which the service lists them. */
const LISTED_CLIENT_EVENTS = [
  "session.update",
  "session.close",
  "input_audio_buffer.append",
  "session.input_audio_buffer.append",
  "input_audio_buffer.commit",
  "input_audio_buffer.clear",
  "conversation.item.create",
  "conversation.item.truncate",
  "conversation.item.delete",
  "conversation.item.retrieve",
  "response.create",
  "response.cancel",
];

const ENGLISH_LIST = new Intl.ListFormat("en-US");

function quoteAll(values: readonly string[]): string {
  return ENGLISH_LIST.format(values.map((value) => `'${value}'`));
}

export function unknownParameter(param: string): Refusal {
  return { code: "unknown_parameter", message: `Unknown parameter: '${param}'.`, param };
}

export function missingParameter(param: string): Refusal {
  const message = `Missing required parameter: '${param}'.`;
  return { code: "missing_required_parameter", message, param };
}

export function invalidValue(param: string, value: unknown, supported: readonly string[]): Refusal {
  const message = `Invalid value: '${value}'. Supported values are: ${quoteAll(supported)}.`;
  return { code: "invalid_value", message, param };
}

export function invalidType(param: string, expected: string, got: string): Refusal {
  const message = `Invalid type for '${param}': expected ${expected}, but got ${got} instead.`;
  return { code: "invalid_type", message, param };
}

/** A number past the bound on one side. */
export function outOfRange(
  param: string,
  kind: "integer" | "decimal",
  bound: { side: "below"; min: number } | { side: "above"; max: number },
  value: number,
): Refusal {
  const [edge, expected] = bound.side === "below"
    ? ["min", `minimum value. Expected a value >= ${bound.min}`]
    : ["max", `maximum value. Expected a value <= ${bound.max}`];
  return {
    code: `${kind}_${bound.side}_${edge}_value`,
    message: `Invalid '${param}': ${kind} ${bound.side} ${expected}, but got ${value} instead.`,
    param,
  };
}

/** What the service lists and the mock does not take is of translation sessions. */
export function unknownEventType(type: string): Refusal {
  return LISTED_CLIENT_EVENTS.includes(type)
    ? notImplemented(`'${type}'`, "it is of translation sessions", "type")
    : invalidValue("type", type, LISTED_CLIENT_EVENTS);
}

export function invalidJson(reason: string): Refusal {
  const message = `Invalid event: failed to parse JSON value. ${reason}`;
  return { code: "invalid_json", message };
}

export const BINARY_FRAME: Refusal = {
  code: "invalid_event",
  message: "Expected a text WebSocket message; binary frames are not supported.",
};

export const BAD_AUDIO: Refusal = {
  code: "invalid_value",
  message:
    "Invalid 'audio'. Expected base64-encoded audio bytes (mono PCM16 at 24kHz) but got an " +
    "invalid value.",
  param: "audio",
};

export function bufferTooSmall(bufferedMs: number): Refusal {
  return {
    code: "input_audio_buffer_commit_empty",
    message: "Error committing input audio buffer: buffer too small. Expected at least 100ms of " +
      `audio, but buffer only has ${bufferedMs.toFixed(2)}ms of audio.`,
  };
}

export function responseActive(responseId: string): Refusal {
  return {
    code: "conversation_already_has_active_response",
    message: `Conversation already has an active response in progress: ${responseId}. Wait until ` +
      "the response is finished before creating a new one.",
  };
}

export const NOTHING_TO_CANCEL: Refusal = {
  code: "response_cancel_not_active",
  message: "Cancellation failed: no active response found",
};

/** The item that an event names is not in the conversation. */
export function unknownItem(verb: "retrieve" | "delete" | "truncate", itemId: string): Refusal {
  const doing = { retrieve: "retrieving", delete: "deleting", truncate: "truncating" }[verb];
  return {
    code: `item_${verb}_invalid_item_id`,
    message: `Error ${doing} item: the item with id '${itemId}' does not exist.`,
  };
}

export function unknownPrevious(itemId: string): Refusal {
  const message = `Error adding item: the previous item with id '${itemId}' does not exist.`;
  return { code: "invalid_value", message, param: "previous_item_id" };
}

export function itemExists(itemId: string): Refusal {
  const message = `Error adding item: an item with id '${itemId}' already exists.`;
  return { code: "invalid_value", message, param: "item.id" };
}

export function audioShorter(heldMs: number, askedMs: number): Refusal {
  const message = `Audio content of ${heldMs}ms is already shorter than ${askedMs}ms`;
  return { code: "invalid_value", message };
}

/** What a message holds besides audio, and what the user said, cannot be cut. */
export const NOT_TRUNCATABLE: Refusal = {
  code: "unsupported_content_type",
  message: "Only model output audio messages can be truncated",
};

export function unknownToolCall(callId: string): Refusal {
  const message = `Tool call ID '${callId}' not found in conversation.`;
  return { code: "invalid_tool_call_id", message };
}

export function unknownToolChoice(name: string): Refusal {
  const message = `Tool choice '${name}' not found in 'tools' parameter.`;
  return { code: "invalid_value", message, param: "response.tool_choice" };
}

export function unknownReference(param: string, itemId: string): Refusal {
  const message = `Error reading input: the item with id '${itemId}' does not exist.`;
  return { code: "invalid_value", message, param };
}

export function textTooLong(param: string, maxLength: number, length: number): Refusal {
  const message = `Invalid '${param}': string too long. Expected a string with maximum length ` +
    `${maxLength}, but got a string with length ${length} instead.`;
  return { code: "string_above_max_length", message, param };
}

export function tooManyProperties(param: string, max: number, count: number): Refusal {
  const message = `Invalid '${param}': too many properties. Expected an object with at most ` +
    `${max} properties, but got an object with ${count} properties instead.`;
  return { code: "object_above_max_properties", message, param };
}

export const VOICE_LOCKED: Refusal = {
  code: "cannot_update_voice",
  message: "Cannot update a conversation's voice if assistant audio is present.",
};

export const TRANSCRIPTION_UPDATE: Refusal = {
  code: null,
  message: "Passing a transcription session update event to a realtime session is not allowed.",
};

/** After this the service closes with 1001 and the same words. */
export function sessionExpired(limitMs: number): Refusal {
  const message = `Your session hit the maximum duration of ${limitMs / 60_000} minutes.`;
  return { code: "session_expired", message };
}

export const BETA_DISABLED: Refusal = {
  code: "beta_api_shape_disabled",
  message: "The Realtime Beta API is no longer supported. Please use /v1/realtime for the GA API.",
};

export function invalidModel(model: string): Refusal {
  return {
    code: "invalid_model",
    message: `Model "${model}" is not supported in realtime mode.`,
  };
}

/** The text has been seen where a key had expired, the code has not. */
export const KEY_EXPIRED: Refusal = { code: null, message: "Ephemeral token expired" };

// From here on no capture shows what the service says: codes and words are inferred.

export const TRACING_LOCKED: Refusal = {
  code: "cannot_update_tracing",
  message: "Cannot update a session's tracing once it is enabled.",
  param: "session.tracing",
};

export const REALTIME_UPDATE: Refusal = {
  code: null,
  message: "Passing a realtime session update event to a transcription session is not allowed.",
};

export const NO_RESPONSES: Refusal = {
  code: "invalid_value",
  message: "Responses cannot be created in a transcription session.",
  param: "type",
};

export const LIVE_TRANSCRIPTION_WITH_VAD: Refusal = {
  code: "invalid_value",
  message: "Turn detection is not supported with gpt-realtime-whisper: set it to null.",
  param: "session.audio.input.turn_detection",
};

export const DELAY_WITHOUT_LIVE_TRANSCRIPTION: Refusal = {
  code: "invalid_value",
  message: "'delay' is only supported with gpt-realtime-whisper.",
  param: "session.audio.input.transcription.delay",
};

/** Of an HTTP request. */
export const BAD_JSON_BODY: Refusal = {
  code: null,
  message: "We could not parse the JSON body of your request: an object is expected.",
};

export const BODY_TOO_LARGE: Refusal = {
  code: null,
  message: "The body of your request is too large: at most 1 MiB is read.",
};

/** Not of the service: something real that this mock cannot do, said instead of faked. */
export function notImplemented(what: string, remedy: string, param?: string): Refusal {
  const message = `The mock does not implement ${what}: ${remedy}.`;
  return { code: "mock_not_implemented", message, ...(param === undefined ? {} : { param }) };
}
