import { type AudioFormat, REALTIME_SAMPLE_RATE, type SessionRequest } from "../protocol/events.ts";
import {
  DELAY_WITHOUT_LIVE_TRANSCRIPTION,
  LIVE_TRANSCRIPTION_WITH_VAD,
  type Refusal,
} from "./refusals.ts";
import type { WireAudioFormat, WireAudioInput, WireTurnDetection } from "./wire.ts";

type InputRequest = NonNullable<NonNullable<SessionRequest["audio"]>["input"]>;
type SessionKind = "realtime" | "transcription";

/** Its words come while the speaker goes on, so that turns are the client's business. */
const LIVE_TRANSCRIBER = "gpt-realtime-whisper";

/** The audio input of a new session, as the live service describes it when nothing has been set. */
export function defaultInput(kind: SessionKind): WireAudioInput {
  return {
    format: { type: "audio/pcm", rate: REALTIME_SAMPLE_RATE },
    transcription: null,
    noise_reduction: null,
    turn_detection: serverVad(kind),
  };
}

/** The input with the fields of a request that has passed its check. */
export function mergeInput(
  kind: SessionKind,
  current: WireAudioInput,
  { format, turn_detection, transcription, noise_reduction }: InputRequest,
): { input: WireAudioInput } | { refusal: Refusal } {
  const input: WireAudioInput = {
    format: wholeFormat(format) ?? current.format,
    transcription: mergeObject(current.transcription, transcription),
    noise_reduction: mergeObject(current.noise_reduction, noise_reduction),
    turn_detection: mergeTurnDetection(kind, current.turn_detection, turn_detection),
  };
  const refusal = contradiction(input);
  return refusal ? { refusal } : { input };
}

/** A format as the service shows it: with the rate, which a client may leave out. */
export function wholeFormat(wanted: AudioFormat | undefined): WireAudioFormat | undefined {
  if (!wanted) return undefined;
  const { type = "audio/pcm" } = wanted;
  return type === "audio/pcm" ? { type, rate: REALTIME_SAMPLE_RATE } : { type };
}

function mergeTurnDetection(
  kind: SessionKind,
  current: WireTurnDetection | null,
  wanted: InputRequest["turn_detection"],
): WireTurnDetection | null {
  if (!wanted) return wanted === null ? null : current;
  const merged: WireTurnDetection = wanted.type === "server_vad"
    ? { ...(current?.type === "server_vad" ? current : serverVad(kind)), ...wanted }
    : { ...(current?.type === "semantic_vad" ? current : semanticVad(kind)), ...wanted };
  return kind === "realtime" ? merged : withoutResponses(merged);
}

/** What a client says of responses is taken, and means nothing, where there are none. */
function withoutResponses(detection: WireTurnDetection): WireTurnDetection {
  const rest = { ...detection };
  delete rest.create_response;
  delete rest.interrupt_response;
  if (rest.type === "server_vad") delete rest.idle_timeout_ms;
  return rest;
}

function serverVad(kind: SessionKind): Extract<WireTurnDetection, { type: "server_vad" }> {
  return {
    type: "server_vad",
    threshold: 0.5,
    prefix_padding_ms: 300,
    // The guides say 500; this is what the live service sends.
    silence_duration_ms: 200,
    ...(kind === "realtime" && { idle_timeout_ms: null, ...ANSWERED }),
  };
}

function semanticVad(kind: SessionKind): Extract<WireTurnDetection, { type: "semantic_vad" }> {
  return { type: "semantic_vad", eagerness: "auto", ...(kind === "realtime" && ANSWERED) };
}

const ANSWERED = { create_response: true, interrupt_response: true };

/** `undefined` leaves the object as it is, `null` clears it, fields replace fields. */
function mergeObject<T extends object>(current: T | null, wanted: Partial<T> | null | undefined) {
  if (!wanted) return wanted === null ? null : current;
  return { ...current, ...wanted } as T;
}

function contradiction({ transcription, turn_detection }: WireAudioInput): Refusal | undefined {
  if (transcription?.model === LIVE_TRANSCRIBER) {
    return turn_detection ? LIVE_TRANSCRIPTION_WITH_VAD : undefined;
  }
  return transcription?.delay ? DELAY_WITHOUT_LIVE_TRANSCRIPTION : undefined;
}
