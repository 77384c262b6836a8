import { isDeepStrictEqual } from "node:util";
import { REALTIME_SAMPLE_RATE, type SessionRequest } from "../protocol/events.ts";
import { type Refusal, TRACING_LOCKED, VOICE_LOCKED } from "./refusals.ts";
import { defaultInput, mergeInput, wholeFormat } from "./input_config.ts";
import type { WireSession } from "./wire.ts";

/** Stands where the service has its own, longer text. */
const DEFAULT_INSTRUCTIONS =
  "You are a friendly voice assistant. Speak naturally and keep your answers short. Answer in the " +
  "language of the person who speaks to you. If you did not understand, say so and ask again.";

const PCM = { type: "audio/pcm", rate: REALTIME_SAMPLE_RATE } as const;

/**
 * A new session, as the live service describes it when nothing has been set. Its id and expiry are
 * blank until it is opened.
 */
export function defaultSession(model: string): WireSession {
  return {
    type: "realtime",
    object: "realtime.session",
    id: "",
    model,
    output_modalities: ["audio"],
    instructions: DEFAULT_INSTRUCTIONS,
    tools: [],
    tool_choice: "auto",
    max_output_tokens: "inf",
    tracing: null,
    truncation: "auto",
    prompt: null,
    expires_at: 0,
    audio: {
      input: defaultInput("realtime"),
      output: { format: PCM, voice: "alloy", speed: 1 },
    },
    include: null,
  };
}

/**
 * The session after a `session.update` that has passed its check: fields that are present replace
 * those of the session, the others stay. The model cannot be changed and is kept.
 */
export function updateSession(
  session: WireSession,
  { audio, model: _model, ...fields }: SessionRequest,
  voiceLocked: boolean,
): { session: WireSession } | { refusal: Refusal } {
  const current = session.audio.output;
  const voice = shownVoice(audio?.output?.voice) ?? current.voice;
  if (voiceLocked && voice !== current.voice) return { refusal: VOICE_LOCKED };
  if (changesTracing(session.tracing, fields.tracing)) return { refusal: TRACING_LOCKED };
  const merged = mergeInput("realtime", session.audio.input, audio?.input ?? {});
  if ("refusal" in merged) return merged;
  const output = {
    ...current,
    ...audio?.output,
    format: wholeFormat(audio?.output?.format) ?? current.format,
    voice,
  };
  return { session: { ...session, ...fields, audio: { ...merged, output } } };
}

/** Once on it may only be turned off; to say again what it is changes nothing. */
function changesTracing(
  current: WireSession["tracing"],
  wanted: SessionRequest["tracing"],
): boolean {
  return current !== null && !!wanted && !isDeepStrictEqual(wanted, current);
}

type VoiceRequest = NonNullable<NonNullable<SessionRequest["audio"]>["output"]>["voice"];

/** A voice as the service shows it: one of the user's own by its id. */
export function shownVoice(wanted: VoiceRequest): string | undefined {
  return typeof wanted === "object" ? wanted.id : wanted;
}
