/**
 * The Realtime events, typed by the official `openai` package, so that a field with a wrong name or
 * type does not compile. Types only: nothing of that package is loaded at run time.
 */
import type * as sdk from "openai/resources/realtime/realtime";

/** Any event that a client may send. */
export type ClientEvent = sdk.RealtimeClientEvent;
/** Any event that the service may send. */
export type ServerEvent = sdk.RealtimeServerEvent;
export type ServerEventType = ServerEvent["type"];
/** The server event with this `type`. */
export type ServerEventOf<T extends ServerEventType> = Extract<ServerEvent, { type: T }>;
export type ClientEventOf<T extends ClientEvent["type"]> = Extract<ClientEvent, { type: T }>;
/** What `response.create` asks for; its input may refer to items by their id. */
export type ResponseRequest = sdk.RealtimeResponseCreateParamsWithReferencesParam;
export type ConversationItem = sdk.ConversationItem;
export type AudioFormat = sdk.RealtimeAudioFormats;
export type RealtimeResponse = sdk.RealtimeResponse;
export type ServerVad = sdk.RealtimeAudioInputTurnDetection.ServerVad;
export type SemanticVad = sdk.RealtimeAudioInputTurnDetection.SemanticVad;
export type SessionRequest = sdk.RealtimeSessionCreateRequest;
export type TranscriptionSessionRequest = sdk.RealtimeTranscriptionSessionCreateRequest;

/** The Realtime API's pcm format: 24 kHz, mono, 16-bit little-endian. */
export const REALTIME_SAMPLE_RATE = 24_000;

/** The model asked for where nobody names one. */
export const DEFAULT_MODEL = "gpt-realtime-2.1";
