/** RFC 6455 §5.2. */
export const OPCODE = {
  continuation: 0x0,
  text: 0x1,
  binary: 0x2,
  close: 0x8,
  ping: 0x9,
  pong: 0xA,
} as const;

/** The peer broke the protocol: the connection is failed with this code (RFC 6455 §7.1.7). */
export class ProtocolError extends Error {
  constructor(readonly code: 1002 | 1007 | 1009, message: string) {
    super(message);
  }
}
