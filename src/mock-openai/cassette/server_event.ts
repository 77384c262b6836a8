import { isAudioFormat } from "../session_check.ts";
import type { WireEvent } from "../wire.ts";
import { type Frame, typeOf } from "./frame.ts";

/**
 * What a frame of the service says; `undefined` where it is no event, or lacks what the mock reads of
 * such events: another service, or a later version of this one, may shape its own otherwise.
 */
export function serverEventOf(frame: Frame): WireEvent | undefined {
  if (typeof frame === "string" || typeOf(frame) === undefined) return undefined;
  return lacksNothing(frame) ? frame as unknown as WireEvent : undefined;
}

function lacksNothing({ type, ...fields }: Exclude<Frame, string>): boolean {
  switch (type) {
    case "error":
      return isObject(fields.error);
    case "session.created":
    case "session.updated":
      return hasInputFormat(fields.session);
    case "response.created":
    case "response.done":
      return isObject(fields.response);
    default:
      return !("response" in fields) && typeof (fields.response_id ?? "") === "string";
  }
}

function hasInputFormat(session: unknown): boolean {
  const { audio } = isObject(session) ? session : {};
  const { input } = isObject(audio) ? audio : {};
  return isObject(input) && isAudioFormat(input.format, "") === undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
