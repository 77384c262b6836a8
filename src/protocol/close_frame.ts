import { isSendableCode } from "./close_code.ts";

/** A close frame that may be sent. */
export interface Close {
  readonly code: number;
  readonly reason: string;
}

/** RFC 6455 §5.5: a control frame carries 125 bytes, two of them are the code. */
const MAX_REASON_BYTES = 123;

/**
 * The close to send on one leg of a relay after the other one, called `name`, ended with `code` and `reason`.
 * What may be sent goes on unchanged; "no code" (1005) becomes 1000; codes that stand for a lost
 * connection (1006, 1015) and reserved ones become 1011.
 */
export function closeToSend(name: string, code: number, reason: string): Close {
  if (code === 1005) return { code: 1000, reason: "" };
  if (isSendableCode(code)) return { code, reason: cutReason(reason) };
  return { code: 1011, reason: cutReason(reason || `${name} connection lost`) };
}

/** The longest prefix of whole characters that fits a close frame. */
export function cutReason(reason: string): string {
  const bytes = new Uint8Array(MAX_REASON_BYTES);
  const { read } = new TextEncoder().encodeInto(reason, bytes);
  return reason.slice(0, read);
}
