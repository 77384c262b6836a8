import { OPCODE, ProtocolError } from "./opcode.ts";

/** A frame from a server. `payload` is a view that holds until more bytes are read. */
export interface Frame {
  readonly opcode: number;
  readonly isLast: boolean;
  readonly payload: Uint8Array<ArrayBuffer>;
}

/** Larger buffers are given back once they are empty; untouched memory of this one costs nothing. */
const USUAL_BYTES = 64 << 10;
const LONGEST_HEADER = 10;

/**
 * Takes a byte stream from a server apart into frames (RFC 6455 §5.2). Bytes are read straight into
 * {@linkcode FrameReader.space}, which grows to the longest frame that came, and are not copied again.
 */
export class FrameReader {
  readonly #maxBytes: number;
  #buffer = new Uint8Array(USUAL_BYTES);
  #start = 0;
  #end = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Where the next bytes go; never empty after {@linkcode FrameReader.next} gave nothing. */
  get space(): Uint8Array<ArrayBuffer> {
    return this.#buffer.subarray(this.#end);
  }

  /** Puts bytes into the space, which has to have room for them. */
  add(bytes: Uint8Array): void {
    this.#buffer.set(bytes, this.#end);
    this.added(bytes.length);
  }

  /** Says how many bytes were put into the space. */
  added(bytes: number): void {
    this.#end += bytes;
  }

  /**
   * The next whole frame; `undefined` when more bytes are needed.
   *
   * @throws {ProtocolError} where the server must not send what it did.
   */
  next(): Frame | undefined {
    const available = this.#end - this.#start;
    if (available < 2) return this.#makeRoom(LONGEST_HEADER);
    const [first, second] = [this.#buffer[this.#start]!, this.#buffer[this.#start + 1]!];
    const opcode = checkedOpcode(first, second);
    const headerBytes = 2 + (second === 127 ? 8 : second === 126 ? 2 : 0);
    if (available < headerBytes) return this.#makeRoom(LONGEST_HEADER);
    const length = this.#length(second);
    if (length > this.#maxBytes) {
      throw new ProtocolError(1009, "a message from the server is too big");
    }
    if (available < headerBytes + length) return this.#makeRoom(headerBytes + length);
    const start = this.#start + headerBytes;
    this.#start = start + length;
    const payload = this.#buffer.subarray(start, this.#start);
    return { opcode, isLast: (first & 0x80) !== 0, payload };
  }

  #length(second: number): number {
    if (second < 126) return second;
    const view = new DataView(this.#buffer.buffer, this.#start + 2);
    return second === 126 ? view.getUint16(0) : Number(view.getBigUint64(0));
  }

  /** Makes sure that a frame of so many bytes has room behind its start. */
  #makeRoom(frameBytes: number): undefined {
    if (this.#start === this.#end) {
      this.#start = this.#end = 0;
      if (this.#buffer.length > USUAL_BYTES) this.#buffer = new Uint8Array(USUAL_BYTES);
    }
    if (this.#start + frameBytes <= this.#buffer.length) return;
    const rest = this.#buffer.subarray(this.#start, this.#end);
    if (frameBytes > this.#buffer.length) this.#buffer = new Uint8Array(frameBytes);
    this.#buffer.set(rest);
    [this.#start, this.#end] = [0, rest.length];
  }
}

function checkedOpcode(first: number, second: number): number {
  const opcode = first & 0x0F;
  const isControl = opcode >= OPCODE.close;
  if (opcode > OPCODE.pong || (opcode > OPCODE.binary && !isControl)) {
    throw new ProtocolError(1002, "an opcode is not known");
  }
  if (first & 0x70) throw new ProtocolError(1002, "a reserved bit is set");
  if (second & 0x80) throw new ProtocolError(1002, "a server's frame is masked");
  if (isControl && (!(first & 0x80) || second > 125)) {
    throw new ProtocolError(1002, "a control frame is fragmented or too long");
  }
  return opcode;
}
