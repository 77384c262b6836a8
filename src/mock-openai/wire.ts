/**
 * The events as they stand on the live wire. The official types are right about names and values;
 * this file holds every way in which the live service departs from them, and nothing else.
 */
import type { ServerEvent, ServerVad, SessionRequest } from "../protocol/events.ts";

type Scalar = string | number | boolean | null | undefined;

/** `T` with `null` allowed in every optional field: the service writes the field, empty. */
export type Nullable<T> = T extends Scalar ? T
  : T extends readonly (infer Element)[] ? Nullable<Element>[]
  : T extends object
    ? { [K in keyof T]: Partial<T> extends Pick<T, K> ? Nullable<T[K]> | null : Nullable<T[K]> }
  : T;

type SessionEvent = "session.created" | "session.updated";
/** Deltas of text carry random padding, so that their length on the wire says little. */
type PaddedDelta = "response.output_text.delta" | "response.output_audio_transcript.delta";

/** Every field there, those that are optional in the request perhaps `null`. */
type Present<T> = Required<Nullable<T>>;

type AudioRequest = Required<NonNullable<SessionRequest["audio"]>>;
type NeverNull = "model" | "instructions" | "output_modalities" | "max_output_tokens";
type ReasoningOnly = "parallel_tool_calls" | "reasoning";

/** The whole session, as `session.created` and `session.updated` carry it. */
export type WireSession =
  & Present<Omit<SessionRequest, "audio" | NeverNull | ReasoningOnly>>
  & Required<Pick<SessionRequest, NeverNull>>
  & Pick<SessionRequest, ReasoningOnly>
  & {
    object: "realtime.session";
    id: string;
    /** Unix seconds. */
    expires_at: number;
    audio: {
      input: Present<Omit<AudioRequest["input"], "turn_detection">> & {
        /** `null` is push-to-talk. */
        turn_detection: Required<ServerVad> | null;
      };
      output: Required<Omit<AudioRequest["output"], "voice">> & {
        /** A voice's name; one of the user's own stands here by its id. */
        voice: string;
      };
    };
  };

type Typed<E extends ServerEvent = ServerEvent> = Exclude<E, { type: SessionEvent | PaddedDelta }>;

/** Any event that the mock can send. */
export type WireEvent =
  | Nullable<Typed>
  | (Nullable<Extract<ServerEvent, { type: PaddedDelta }>> & { obfuscation: string })
  | { [T in SessionEvent]: { type: T; event_id: string; session: WireSession } }[SessionEvent];

export type WireEventOf<T extends WireEvent["type"]> = Extract<WireEvent, { type: T }>;

type WithoutId<E> = E extends unknown ? Omit<E, "event_id"> : never;
/** An event before it gets its id. */
export type EventBody = WithoutId<WireEvent>;
