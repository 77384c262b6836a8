import { hasDuplicateKeys, isDeeperThan } from "./duplicate_keys.ts";

/** Which client events may pass: `default`, all but those that take over the session; or all. */
export type Policy = "default" | "open";

/** Why an event must not pass, in the terms of an `error` event. */
export interface EventRefusal {
  readonly message: string;
  /** The offending field, as a path. */
  readonly param: string | null;
  /** The client's own `event_id`, if it gave one. */
  readonly eventId: string | null;
}

/** The events that can say who the assistant is, and the field in which they say it. */
const GUARDED = { "session.update": "session", "response.create": "response" } as const;
/** A stored prompt brings instructions and tools of its own. */
const RESERVED = ["instructions", "tools", "prompt"];
/** Enough for any configuration; reading more would hold every other session up. */
const MAX_JUDGED_CHARACTERS = 256 << 10;
const MAX_DEPTH = 64;
/** As much of it as the service takes; what is sent back must not outgrow what came. */
const MAX_EVENT_ID = 512;

/**
 * Judges a client's frame; `undefined` lets it pass. Only a frame that could be a guarded event is
 * parsed. Of those, what cannot be read without doubt is refused: a frame that is no JSON, or gives a
 * key twice, may mean something else to the upstream than it does here.
 */
export function judgeClientEvent(text: string): EventRefusal | undefined {
  if (!mayBeGuarded(text)) return undefined;
  if (text.length > MAX_JUDGED_CHARACTERS) {
    return refusal(
      `an event that could change the session has over ${MAX_JUDGED_CHARACTERS} characters`,
    );
  }
  if (isDeeperThan(text, MAX_DEPTH)) {
    return refusal(`the event nests more than ${MAX_DEPTH} deep`);
  }
  const event = parse(text);
  if (event === undefined) return refusal("the event is not valid JSON");
  if (hasDuplicateKeys(text)) return refusal("the event gives a key more than once", event);
  const field = guardedField(event);
  if (field === undefined) return undefined;
  const value = entriesOf(entriesOf(event).get(field));
  const name = RESERVED.find((name) => value.has(name));
  if (name === undefined) return undefined;
  const param = `${field}.${name}`;
  return refusal(`'${param}' is set by the bridge and cannot be changed`, event, param);
}

/**
 * A guarded type has a dot in it. In JSON the type stands there as it is, or with an escape: a frame
 * without a backslash in which no dot is part of a guarded type is none of them, whatever its form.
 * Audio is base64, without either, so this skips through it at the speed of memory.
 */
export function mayBeGuarded(text: string): boolean {
  if (text.includes("\\")) return true;
  for (let dot = text.indexOf("."); dot >= 0; dot = text.indexOf(".", dot + 1)) {
    if (text.startsWith("session.update", dot - 7)) return true;
    if (text.startsWith("response.create", dot - 8)) return true;
  }
  return false;
}

function guardedField(event: unknown): string | undefined {
  const type = entriesOf(event).get("type");
  return type === "session.update" || type === "response.create" ? GUARDED[type] : undefined;
}

/** Of an object, by names in small letters: the upstream may not tell them from capitals. */
function entriesOf(value: unknown): ReadonlyMap<string, unknown> {
  const record = typeof value === "object" && value !== null ? value : {};
  return new Map(Object.entries(record).map(([name, each]) => [name.toLowerCase(), each]));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refusal(message: string, event?: unknown, param: string | null = null): EventRefusal {
  const id = entriesOf(event).get("event_id");
  const isUsable = typeof id === "string" && id.length <= MAX_EVENT_ID;
  return { message, param, eventId: isUsable ? id : null };
}
