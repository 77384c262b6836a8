import { type Frame, mapFields } from "./frame.ts";

const GONE = "***";
/** Fields that hold a credential whatever it looks like: those of MCP tools, and minted keys. */
const SECRET_FIELDS = new Set(["authorization", "headers", "client_secret"]);
/** Keys of the service by their look. Base64 has none of the two signs: audio never matches. */
const KEY = /\b[se]k[-_][\w-]{4,}/g;

/** The frame without anything that lets somebody in. */
export function redact(frame: Frame): Frame {
  if (typeof frame === "string") return frame.replace(KEY, GONE);
  return mapFields(frame, (value, name) => {
    if (SECRET_FIELDS.has(name)) return value === null ? null : GONE;
    return typeof value === "string" ? value.replace(KEY, GONE) : value;
  });
}
