import type { ClientEventOf, ServerVad, SessionRequest } from "../protocol/events.ts";

/** What the bridge decides about each session. Left out: the service's default. */
export interface SessionSettings {
  /** A session in the GA form; the other settings win over it. */
  readonly base?: JsonObject;
  readonly instructions?: string;
  readonly voice?: string;
  /** Silence that ends a turn: {@linkcode DEFAULT_SILENCE_MS} where `base` says nothing of turns. */
  readonly silenceMs?: number;
}

export type JsonObject = { readonly [key: string]: unknown };

/** The service's own default is 200 ms on the wire, 500 in its docs. */
export const DEFAULT_SILENCE_MS = 500;
/** An error that names it is an answer to the bridge's update. */
export const SESSION_UPDATE_ID = "bridge_session_update";

/** What the bridge asks of a session, in the GA form. */
export function sessionRequest(settings: SessionSettings): SessionRequest {
  const { base = {}, instructions, voice } = settings;
  const own: JsonObject = {
    type: "realtime",
    ...(instructions === undefined ? {} : { instructions }),
    audio: {
      input: turnDetection(settings),
      ...(voice === undefined ? {} : { output: { voice } }),
    },
  };
  // What the base holds is the operator's, and for the service to judge.
  return merged(base, own) as unknown as SessionRequest;
}

/** The one `session.update` that opens an upstream session, as a text frame. */
export function sessionUpdate(settings: SessionSettings): string {
  const session = sessionRequest(settings);
  const event: ClientEventOf<"session.update"> = {
    type: "session.update",
    event_id: SESSION_UPDATE_ID,
    session,
  };
  return JSON.stringify(event);
}

/** Turn detection that the base gives, `null` too, is taken as it is, but for the silence asked for. */
function turnDetection({ base, silenceMs }: SessionSettings): JsonObject {
  const isGiven = "turn_detection" in Object(Object(base?.audio).input);
  if (isGiven) {
    return silenceMs === undefined ? {} : { turn_detection: { silence_duration_ms: silenceMs } };
  }
  const detection: ServerVad = {
    type: "server_vad",
    threshold: 0.5,
    silence_duration_ms: silenceMs ?? DEFAULT_SILENCE_MS,
    create_response: true,
    interrupt_response: true,
  };
  return { turn_detection: detection };
}

/** `base` with what `own` says in its stead, field by field; arrays are one value. */
function merged(base: JsonObject, own: JsonObject): JsonObject {
  const fields = Object.entries(own).map(([key, value]) => {
    const below = base[key];
    return [key, isObject(value) && isObject(below) ? merged(below, value) : value];
  });
  return { ...base, ...Object.fromEntries(fields) };
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
