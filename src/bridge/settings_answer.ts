import { isEvent } from "./is_event.ts";
import { SESSION_UPDATE_ID } from "./session_update.ts";
import { errorName, type UpstreamFailure } from "./upstream_failure.ts";

/** A path into a session, as the service names a field. */
const FIELD = /^[\w.[\]]{1,100}$/;

/**
 * Waits for the upstream's answer to the bridge's own `session.update`. The service takes an update
 * whole or not at all: after a refusal a session would go on without its instructions.
 */
export class SettingsAnswer {
  #isDue = true;

  /** How a frame of the upstream refuses the update; undefined where it does not. */
  refusal(frame: string): UpstreamFailure | undefined {
    if (!this.#isDue) return undefined;
    if (isEvent(frame, "session.updated")) this.#isDue = false;
    if (!isEvent(frame, "error") || !frame.includes(SESSION_UPDATE_ID)) return undefined;
    const { error } = Object(parse(frame));
    const { event_id, code, param } = Object(error);
    if (event_id !== SESSION_UPDATE_ID) return undefined;
    const field = typeof param === "string" && FIELD.test(param) ? `: ${param}` : "";
    const message = `the upstream refused the bridge's session.update${field}${errorName(code)}`;
    return { code: "session_refused", message };
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
