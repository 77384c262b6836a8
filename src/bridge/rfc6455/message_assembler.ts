import type { Frame } from "./frame_reader.ts";
import { OPCODE, ProtocolError } from "./opcode.ts";

/** Puts data frames together to messages: a string, or `"binary"`'s stand-in `true`. */
export class MessageAssembler {
  readonly #maxBytes: number;
  readonly #decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  #opcode: number | undefined;
  #parts: Uint8Array[] = [];
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** The text that this frame completes, `true` for a binary message, else `undefined`. */
  add({ opcode, isLast, payload }: Frame): string | true | undefined {
    if ((opcode === OPCODE.continuation) === (this.#opcode === undefined)) {
      throw new ProtocolError(1002, "fragments are out of order");
    }
    if (isLast && this.#opcode === undefined) return this.#message(opcode, payload);
    this.#opcode ??= opcode;
    this.#bytes += payload.length;
    if (this.#bytes > this.#maxBytes) throw new ProtocolError(1009, "the message is too big");
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
    return this.#message(opcode, whole);
  }

  #message(opcode: number, payload: Uint8Array): string | true {
    if (opcode === OPCODE.binary) return true;
    try {
      return this.#decoder.decode(payload);
    } catch {
      throw new ProtocolError(1007, "a text is not UTF-8");
    }
  }
}
