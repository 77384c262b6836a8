import {
  DEFAULT_MODEL,
  type SessionRequest,
  type TranscriptionSessionRequest,
} from "../protocol/events.ts";
import { REALTIME_UPDATE, type Refusal, TRANSCRIPTION_UPDATE } from "./refusals.ts";
import { defaultInput, mergeInput } from "./input_config.ts";
import { defaultSession, updateSession } from "./session_config.ts";
import type { AnyWireSession, WireTranscriptionSession } from "./wire.ts";

export type AnySessionRequest = SessionRequest | TranscriptionSessionRequest;
type Updated<Session> = { readonly session: Session } | { readonly refusal: Refusal };

/** A new session that only transcribes. Its id and expiry are blank until it is opened. */
export function defaultTranscriptionSession(): WireTranscriptionSession {
  return {
    type: "transcription",
    object: "realtime.transcription_session",
    id: "",
    expires_at: 0,
    audio: { input: defaultInput("transcription") },
    include: null,
  };
}

/** What a session of this request is like when it is opened. */
export function sessionTemplate(request: AnySessionRequest): Updated<AnyWireSession> {
  const blank = request.type === "realtime"
    ? defaultSession(request.model ?? DEFAULT_MODEL)
    : defaultTranscriptionSession();
  return updateAnySession(blank, request, false);
}

/** The session of either kind after a `session.update` that has passed its check. */
export function updateAnySession(
  session: AnyWireSession,
  request: AnySessionRequest,
  voiceLocked: boolean,
): Updated<AnyWireSession> {
  if (session.type === "realtime") {
    return request.type === "realtime"
      ? updateSession(session, request, voiceLocked)
      : { refusal: TRANSCRIPTION_UPDATE };
  }
  return request.type === "transcription"
    ? updateTranscription(session, request)
    : { refusal: REALTIME_UPDATE };
}

function updateTranscription(
  session: WireTranscriptionSession,
  { audio, ...fields }: TranscriptionSessionRequest,
): Updated<WireTranscriptionSession> {
  const merged = mergeInput("transcription", session.audio.input, audio?.input ?? {});
  if ("refusal" in merged) return merged;
  return { session: { ...session, ...fields, audio: merged } };
}
