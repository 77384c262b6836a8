import type { Frame } from "./frame_reader.ts";
import { OPCODE, ProtocolError } from "./opcode.ts";
import { decodeUtf8 } from "./utf8.ts";

/** Puts data frames together to messages. */
export class MessageAssembler {
  readonly #maxBytes: number;
  /** Of the message of which some fragments came. */
  #opcode: number | undefined;
  #parts: Uint8Array<ArrayBuffer>[] = [];
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /**
   * The text that a frame completes, `true` for a binary message, else `undefined`.
   *
   * @throws {ProtocolError} where a server must not send what it did.
   */
  add({ opcode, isLast, payload }: Frame): string | true | undefined {
    if ((opcode === OPCODE.continuation) === (this.#opcode === undefined)) {
      throw new ProtocolError(1002, "fragments are out of order");
    }
    if (isLast && this.#opcode === undefined) return message(opcode, payload);
    this.#opcode ??= opcode;
    this.#bytes += payload.length;
    if (this.#bytes > this.#maxBytes) {
      throw new ProtocolError(1009, "a message from the server is too big");
    }
    // The frame's bytes are overwritten by the next ones.
    this.#parts.push(payload.slice());
    return isLast ? this.#whole() : undefined;
  }

  #whole(): string | true {
    const whole = new Uint8Array(this.#bytes);
    let at = 0;
    for (const part of this.#parts) {
      whole.set(part, at);
      at += part.length;
    }
    const opcode = this.#opcode!;
    this.#parts = [];
    this.#bytes = 0;
    this.#opcode = undefined;
    return message(opcode, whole);
  }
}

function message(opcode: number, payload: Uint8Array<ArrayBuffer>): string | true {
  return opcode === OPCODE.binary ? true : decodeUtf8(payload);
}
