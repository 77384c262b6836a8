import type { ClientEventOf, ServerVad, SessionRequest } from "../protocol/events.ts";

/** What the bridge decides about each session. Left out: the service's default. */
export interface SessionSettings {
  readonly instructions?: string;
  readonly voice?: string;
  /** Silence that ends a turn. The service's own default is 200 ms on the wire, 500 in its docs. */
  readonly silenceMs: number;
}

/** What the bridge asks of a session, in the GA form. */
export function sessionRequest(settings: SessionSettings): SessionRequest {
  const { instructions, voice, silenceMs } = settings;
  const turnDetection: ServerVad = {
    type: "server_vad",
    threshold: 0.5,
    silence_duration_ms: silenceMs,
    create_response: true,
    interrupt_response: true,
  };
  return {
    type: "realtime",
    ...(instructions === undefined ? {} : { instructions }),
    audio: {
      input: { turn_detection: turnDetection },
      ...(voice === undefined ? {} : { output: { voice } }),
    },
  };
}

/** The one `session.update` that opens an upstream session, as a text frame. */
export function sessionUpdate(settings: SessionSettings): string {
  const session = sessionRequest(settings);
  const event: ClientEventOf<"session.update"> = { type: "session.update", session };
  return JSON.stringify(event);
}
