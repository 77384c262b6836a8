import { ProtocolError } from "./opcode.ts";

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
/** Takes an eighth of the strict one's time. */
const lenient = new TextDecoder("utf-8", { ignoreBOM: true });
/** What stands for the bytes that are no UTF-8, but may itself have been sent. */
const REPLACEMENT = "\uFFFD";

/** @throws {ProtocolError} where a text is not UTF-8. */
export function decodeUtf8(bytes: Uint8Array<ArrayBuffer>): string {
  const text = lenient.decode(bytes);
  if (!text.includes(REPLACEMENT)) return text;
  try {
    return strict.decode(bytes);
  } catch {
    throw new ProtocolError(1007, "a text is not UTF-8");
  }
}
