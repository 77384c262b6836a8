const LONGEST_HEADER = 14;
const encoder = new TextEncoder();

/** Random bytes for masks, drawn in bulk: one call for each frame would cost more than the masking. */
const masks = new Uint8Array(8192);
let usedMasks = masks.length;

/** Puts a client's frames, masked (RFC 6455 §5.3), behind each other into one buffer. */
export class FrameWriter {
  #buffer = new Uint8Array(8192);
  #end = 0;

  /** What was put in and not taken yet, in bytes. */
  get length(): number {
    return this.#end;
  }

  text(opcode: number, text: string): void {
    this.#reserve(3 * text.length);
    // Placed as if each character took one byte, and moved in the rare case that this was wrong.
    let header = headerBytes(text.length);
    const target = this.#buffer.subarray(this.#end + header);
    const { written } = encoder.encodeInto(text, target);
    if (headerBytes(written) !== header) {
      const at = this.#end + header;
      header = headerBytes(written);
      this.#buffer.copyWithin(this.#end + header, at, at + written);
    }
    this.#seal(opcode, header, written);
  }

  bytes(opcode: number, payload: Uint8Array): void {
    this.#reserve(payload.length);
    const header = headerBytes(payload.length);
    this.#buffer.set(payload, this.#end + header);
    this.#seal(opcode, header, payload.length);
  }

  /** Empties the writer; what it held holds until the next call but one. */
  take(into: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
    const taken = this.#buffer.subarray(0, this.#end);
    this.#buffer = into;
    this.#end = 0;
    return taken;
  }

  #reserve(payloadBytes: number): void {
    const needed = this.#end + LONGEST_HEADER + payloadBytes;
    if (needed <= this.#buffer.length) return;
    const bigger = new Uint8Array(Math.max(needed, 2 * this.#buffer.length));
    bigger.set(this.#buffer.subarray(0, this.#end));
    this.#buffer = bigger;
  }

  /** Writes the header before a payload that is in place, and masks the payload. */
  #seal(opcode: number, header: number, length: number): void {
    const buffer = this.#buffer;
    const at = this.#end;
    buffer[at] = 0x80 | opcode;
    if (header === 6) buffer[at + 1] = 0x80 | length;
    else {
      const view = new DataView(buffer.buffer, at + 2);
      buffer[at + 1] = 0x80 | (header === 8 ? 126 : 127);
      if (header === 8) view.setUint16(0, length);
      else view.setBigUint64(0, BigInt(length));
    }
    if (usedMasks === masks.length) {
      crypto.getRandomValues(masks);
      usedMasks = 0;
    }
    const start = at + header;
    buffer.set(masks.subarray(usedMasks, usedMasks += 4), start - 4);
    mask(buffer, start, length);
    this.#end = start + length;
  }
}

function headerBytes(payloadBytes: number): number {
  return payloadBytes < 126 ? 6 : payloadBytes < 65_536 ? 8 : 14;
}

/** Masks in place with the four bytes before `start`. */
function mask(buffer: Uint8Array, start: number, length: number): void {
  const [a, b, c, d] = buffer.subarray(start - 4, start) as unknown as number[];
  const end = start + length;
  let i = start;
  for (; i + 3 < end; i += 4) {
    buffer[i]! ^= a!;
    buffer[i + 1]! ^= b!;
    buffer[i + 2]! ^= c!;
    buffer[i + 3]! ^= d!;
  }
  for (let k = 0; i < end; i++, k++) buffer[i]! ^= [a, b, c][k]!;
}
