import { mapFields } from "./frame.ts";

const GONE = "***";
/** Fields that hold credentials whatever they look like: those of MCP tools, and minted keys. */
const SECRET_FIELDS = new Set(["authorization", "headers", "client_secret"]);
/** Others that do where they hold no object: in a tool's schema such a name has a description. */
const SECRET_NAME = /api[-_]?key|token$|secret|password|authorization/i;
/** Keys of the service by their look. Base64 has none of the two signs: audio never matches. */
const KEY = /\b[se]k[-_][\w-]{4,}/g;
/** An address up to its host, and its query or fragment. */
const USER_INFO = /(:\/\/)[^\s/?#"'<>]*@/g;
const QUERY = /(:\/\/[^\s?#"'<>]*)([?#][^\s"'<>]*)/g;
/** A value of a query, or a part of it that has no name. */
const QUERY_VALUE = /([?&#](?:[^=&#]*=)?)[^=&#][^&#]*/g;

/** A line of a cassette, or a part of one, without anything that lets somebody in. */
export function redact<T>(value: T): T {
  return mapFields(value, (each, name, owner) => {
    if (each === null) return null;
    if (SECRET_FIELDS.has(name)) return GONE;
    // A piece of a transcript is called a token, too.
    const isSecret = SECRET_NAME.test(name) && !("logprob" in owner);
    if (isSecret && typeof each !== "object") return GONE;
    return typeof each === "string" ? mask(each) : each;
  }, mask);
}

function mask(text: string): string {
  const keyless = text.replace(KEY, GONE);
  if (!keyless.includes("://")) return keyless;
  return keyless.replace(USER_INFO, `$1${GONE}@`).replace(
    QUERY,
    (_, address: string, query: string) => address + query.replace(QUERY_VALUE, `$1${GONE}`),
  );
}
