/**
 * The events as they stand on the live wire. The official types are right about names and values;
 * this file holds every way in which the live service departs from them, and nothing else.
 */
import type {
  AudioFormat,
  SemanticVad,
  ServerEvent,
  ServerVad,
  SessionRequest,
} from "../protocol/events.ts";

type Scalar = string | number | boolean | null | undefined;

/** `T` with `null` allowed in every optional field: the service writes the field, empty. */
export type Nullable<T> = T extends Scalar ? T
  : T extends readonly (infer Element)[] ? Nullable<Element>[]
  : T extends object
    ? { [K in keyof T]: Partial<T> extends Pick<T, K> ? Nullable<T[K]> | null : Nullable<T[K]> }
  : T;

type SessionEvent = "session.created" | "session.updated";
/** Deltas of text carry random padding, so that their length on the wire says little. */
type PaddedDelta =
  | "response.output_text.delta"
  | "response.output_audio_transcript.delta"
  | "conversation.item.input_audio_transcription.delta";

/** Every field there, those that are optional in the request perhaps `null`. */
type Present<T> = Required<Nullable<T>>;

type AudioRequest = Required<NonNullable<SessionRequest["audio"]>>;
type NeverNull = "model" | "instructions" | "output_modalities" | "max_output_tokens";
type ReasoningOnly = "parallel_tool_calls" | "reasoning";

type Whole<T> = T extends unknown ? Required<T> : never;
type Optional<T, K extends PropertyKey> = T extends unknown
  ? Omit<T, K> & Partial<Pick<T, K & keyof T>>
  : never;
/** What turn detection says of responses: nothing in a session that only transcribes. */
type OfResponses = "create_response" | "interrupt_response" | "idle_timeout_ms";

export type WireAudioFormat = Whole<AudioFormat>;
export type WireTurnDetection = Optional<Whole<ServerVad | SemanticVad>, OfResponses>;

export type WireAudioInput =
  & Present<Omit<AudioRequest["input"], "format" | "turn_detection">>
  & {
    format: WireAudioFormat;
    /** `null` is push-to-talk. */
    turn_detection: WireTurnDetection | null;
  };
export type WireTranscription = NonNullable<WireAudioInput["transcription"]>;

/** The whole session, as `session.created` and `session.updated` carry it. */
export type WireSession =
  & Present<Omit<SessionRequest, "audio" | NeverNull | ReasoningOnly>>
  & Required<Pick<SessionRequest, NeverNull>>
  & Pick<SessionRequest, ReasoningOnly>
  & {
    object: "realtime.session";
    id: string;
    /** Unix seconds; `null` for never. */
    expires_at: number | null;
    audio: {
      input: WireAudioInput;
      output: Required<Omit<AudioRequest["output"], "format" | "voice">> & {
        format: WireAudioFormat;
        /** A voice's name; one of the user's own stands here by its id. */
        voice: string;
      };
    };
  };

/** A session of `?intent=transcription`: it listens and never answers. */
export interface WireTranscriptionSession {
  type: "transcription";
  object: "realtime.transcription_session";
  id: string;
  /** Unix seconds. */
  expires_at: number | null;
  audio: { input: WireAudioInput };
  include: WireSession["include"];
}

type Typed<E extends ServerEvent = ServerEvent> = Exclude<E, { type: SessionEvent | PaddedDelta }>;

/** Of either kind. */
export type AnyWireSession = WireSession | WireTranscriptionSession;

/** Any event that the mock can send. */
export type WireEvent =
  | Nullable<Typed>
  | (Nullable<Extract<ServerEvent, { type: PaddedDelta }>> & { obfuscation: string })
  | { [T in SessionEvent]: { type: T; event_id: string; session: AnyWireSession } }[SessionEvent];

export type WireEventOf<T extends WireEvent["type"]> = Extract<WireEvent, { type: T }>;

type WithoutId<E> = E extends unknown ? Omit<E, "event_id"> : never;
/** An event before it gets its id. */
export type EventBody = WithoutId<WireEvent>;
