import { mask, Space } from "./mask.ts";
import { OPCODE } from "./opcode.ts";

const LONGEST_HEADER = 14;
/** Larger buffers are given back once they are empty. */
const USUAL_BYTES = 16 << 10;
const encoder = new TextEncoder();

/** Random bytes for masks, drawn in bulk: one call for each frame would cost more than the masking. */
const keys = new Uint8Array(8192);
let usedKeys = keys.length;

/** Puts a client's frames, masked (RFC 6455 §5.3), behind each other into one buffer. */
export class FrameWriter {
  #space = new Space(USUAL_BYTES);
  #spare = new Space(USUAL_BYTES);
  #end = 0;

  /** What was put in and not taken yet, in bytes. */
  get length(): number {
    return this.#end;
  }

  text(text: string): void {
    this.#reserve(3 * text.length);
    // Placed as if each character took one byte, and moved in the rare case that this was wrong.
    const { bytes } = this.#space;
    const guess = this.#end + headerBytes(text.length);
    const { written } = encoder.encodeInto(text, bytes.subarray(guess));
    const start = this.#end + headerBytes(written);
    if (start !== guess) bytes.copyWithin(start, guess, guess + written);
    this.#seal(OPCODE.text, start, written);
  }

  /** @param payload of 125 bytes at most. */
  control(opcode: number, payload: Uint8Array): void {
    this.#reserve(payload.length);
    const start = this.#end + headerBytes(payload.length);
    this.#space.bytes.set(payload, start);
    this.#seal(opcode, start, payload.length);
  }

  /** Empties the writer. What is returned holds until the next call. */
  take(): Uint8Array<ArrayBuffer> {
    const taken = this.#space.bytes.subarray(0, this.#end);
    [this.#space, this.#spare] = [this.#spare, this.#space];
    if (this.#space.bytes.length > USUAL_BYTES) this.#space = new Space(USUAL_BYTES);
    this.#end = 0;
    return taken;
  }

  #reserve(payloadBytes: number): void {
    const needed = this.#end + LONGEST_HEADER + payloadBytes;
    const { bytes } = this.#space;
    if (needed <= bytes.length) return;
    this.#space = new Space(Math.max(needed, 2 * bytes.length));
    this.#space.bytes.set(bytes.subarray(0, this.#end));
  }

  /** Writes the header before a payload that is in place, and masks the payload. */
  #seal(opcode: number, start: number, length: number): void {
    const { bytes } = this.#space;
    const at = this.#end;
    this.#end = start + length;
    bytes[at] = 0x80 | opcode;
    writeLength(bytes, at + 1, length);
    if (usedKeys === keys.length) {
      crypto.getRandomValues(keys);
      usedKeys = 0;
    }
    for (let i = start - 4; i < start; i++) bytes[i] = keys[usedKeys++]!;
    mask(this.#space, start, this.#end);
  }
}

function headerBytes(payloadBytes: number): number {
  return payloadBytes < 126 ? 6 : payloadBytes < 65_536 ? 8 : LONGEST_HEADER;
}

/** Writes the bit that says "masked" and the length behind it. */
function writeLength(bytes: Uint8Array, at: number, length: number): void {
  if (length < 126) bytes[at] = 0x80 | length;
  else if (length < 65_536) {
    bytes[at] = 0x80 | 126;
    bytes[at + 1] = length >> 8;
    bytes[at + 2] = length;
  } else {
    bytes[at] = 0x80 | 127;
    new DataView(bytes.buffer).setBigUint64(at + 1, BigInt(length));
  }
}
