import { Buffer } from "node:buffer";

const frames = new Map<string, Buffer>();

/**
 * The bytes of a masked WebSocket frame with this text, made once on each thread: for what is sent
 * over and over by every client, a microphone's frames. Never for texts of endless variety: they are
 * kept.
 *
 * RFC 6455 (5.3, 10.3) wants masks that whoever chose the text cannot foresee, so that nobody can have
 * bytes of their choice appear on the wire, where a proxy might take them for HTTP. These are drawn at
 * random when the run starts, after the recordings were chosen: they meet that. A frame that is sent
 * again has the mask that it had, which tells a listener that it is the same frame, and nothing more.
 */
export function wireFrame(text: string): Uint8Array {
  let frame = frames.get(text);
  if (!frame) frames.set(text, frame = masked(text));
  return frame;
}

function masked(text: string): Buffer {
  const payload = Buffer.from(text);
  const mask = crypto.getRandomValues(new Uint8Array(4));
  const frame = Buffer.concat([head(payload.length), mask, payload]);
  const start = frame.length - payload.length;
  for (let i = start; i < frame.length; i++) frame[i]! ^= mask[(i - start) & 3]!;
  return frame;
}

/** RFC 6455, 5.2: a final text frame, masked, and its length in 7, 16 or 64 bits. */
function head(length: number): Buffer {
  if (length < 126) return Buffer.of(FINAL_TEXT, MASKED | length);
  const bits = length < 1 << 16 ? 16 : 64;
  const bytes = Buffer.alloc(2 + bits / 8);
  bytes[0] = FINAL_TEXT;
  bytes[1] = MASKED | (bits === 16 ? 126 : 127);
  bytes.writeUIntBE(length, bytes.length - Math.min(6, bits / 8), Math.min(6, bits / 8));
  return bytes;
}

const FINAL_TEXT = 0x81;
const MASKED = 0x80;
