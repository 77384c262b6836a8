import { Buffer } from "node:buffer";

const frames = new Map<string, Buffer>();

/**
 * The bytes of a masked WebSocket frame with this text, made once on each thread: for what is sent
 * over and over by every client, a microphone's frames. Never for texts of endless variety: they are
 * kept.
 *
 * RFC 6455 (5.3, 10.3) wants a fresh mask for each frame, one that whoever chose the text cannot
 * foresee, so that nobody can have bytes of their choice appear on the wire, where a proxy might take
 * them for HTTP. Here each text has one mask for the run, drawn at random when the recordings have long
 * been chosen: they cannot be made to suit it. No receiver can tell the difference but by comparing
 * frames, and learns no more than that the same sound was sent twice.
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
  const [code, size] = length < 1 << 16 ? [126, 2] : [127, 8];
  const bytes = Buffer.alloc(2 + size);
  bytes[0] = FINAL_TEXT;
  bytes[1] = MASKED | code;
  // 48 bits are all that can be written at once, and more than a text can need.
  const used = Math.min(size, 6);
  bytes.writeUIntBE(length, bytes.length - used, used);
  return bytes;
}

const FINAL_TEXT = 0x81;
const MASKED = 0x80;
