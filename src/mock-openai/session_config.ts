import { REALTIME_SAMPLE_RATE, type SessionRequest } from "../protocol/events.ts";
import { type Fault, VOICE_LOCKED } from "./faults.ts";
import type { WireSession } from "./wire.ts";

export const SESSION_LIFETIME_MS = 60 * 60_000;

/** Stands where the service has its own, longer text. */
const DEFAULT_INSTRUCTIONS =
  "You are a friendly voice assistant. Speak naturally and keep your answers short. Answer in the " +
  "language of the person who speaks to you. If you did not understand, say so and ask again.";

const PCM = { type: "audio/pcm", rate: REALTIME_SAMPLE_RATE } as const;

const DEFAULT_TURN_DETECTION: NonNullable<WireSession["audio"]["input"]["turn_detection"]> = {
  type: "server_vad",
  threshold: 0.5,
  prefix_padding_ms: 300,
  // The guides say 500; this is what the live service sends.
  silence_duration_ms: 200,
  idle_timeout_ms: null,
  create_response: true,
  interrupt_response: true,
};

/** A new session, as the live service describes it when nothing has been set. */
export function defaultSession(id: string, model: string, wallMs: number): WireSession {
  return {
    type: "realtime",
    object: "realtime.session",
    id,
    model,
    output_modalities: ["audio"],
    instructions: DEFAULT_INSTRUCTIONS,
    tools: [],
    tool_choice: "auto",
    max_output_tokens: "inf",
    tracing: null,
    truncation: "auto",
    prompt: null,
    expires_at: Math.floor((wallMs + SESSION_LIFETIME_MS) / 1000),
    audio: {
      input: {
        format: PCM,
        transcription: null,
        noise_reduction: null,
        turn_detection: DEFAULT_TURN_DETECTION,
      },
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
): { session: WireSession } | { fault: Fault } {
  const wanted = audio?.output?.voice ?? session.audio.output.voice;
  const voice = typeof wanted === "string" ? wanted : wanted.id;
  if (voiceLocked && voice !== session.audio.output.voice) return { fault: VOICE_LOCKED };
  const input = { ...session.audio.input, ...audio?.input, format: PCM };
  const output = { ...session.audio.output, ...audio?.output, format: PCM, voice };
  const turn_detection = mergeTurnDetection(session, audio?.input?.turn_detection);
  return {
    session: { ...session, ...fields, audio: { input: { ...input, turn_detection }, output } },
  };
}

type TurnDetectionRequest = NonNullable<
  NonNullable<SessionRequest["audio"]>["input"]
>["turn_detection"];

function mergeTurnDetection(session: WireSession, wanted: TurnDetectionRequest) {
  const current = session.audio.input.turn_detection;
  if (wanted === undefined) return current;
  if (wanted?.type !== "server_vad") return null;
  return { ...DEFAULT_TURN_DETECTION, ...current, ...wanted };
}
