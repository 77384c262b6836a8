import { ProtocolError } from "./opcode.ts";
import { decodeUtf8 } from "./utf8.ts";

/** What a close frame says, as RFC 6455 §7.1.5 and §7.1.6 have it: 1005 for no code. */
export type CloseStatus = readonly [code: number, reason: string];

/** @throws {ProtocolError} where a server must not send what it did. */
export function readClose(payload: Uint8Array<ArrayBuffer>): CloseStatus {
  if (payload.length === 0) return [1005, ""];
  const code = payload[0]! << 8 | (payload[1] ?? 0);
  if (payload.length === 1 || !mayBeSent(code)) {
    throw new ProtocolError(1002, "a close has no valid code");
  }
  return [code, decodeUtf8(payload.subarray(2))];
}

/** @param reason of 123 bytes at most. */
export function closePayload(code: number, reason: string): Uint8Array {
  return new Uint8Array([code >> 8, code & 0xFF, ...new TextEncoder().encode(reason)]);
}

/** RFC 6455 §7.4, and the codes registered since. */
function mayBeSent(code: number): boolean {
  if (code >= 1000 && code <= 1014) return code < 1004 || code > 1006;
  return code >= 3000 && code <= 4999;
}
