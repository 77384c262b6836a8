import { FrameWriter } from "./frame_writer.ts";

/**
 * Writes frames to a connection: at once when it is idle, else with all that has come together by the
 * time that the write under way is done.
 */
export class FrameSender {
  readonly #connection: Pick<Deno.Conn, "write">;
  readonly #onBroken: () => void;
  readonly #writer = new FrameWriter();
  #writingBytes = 0;
  #isWriting = false;

  /** @param onBroken called once, when the connection takes no more. */
  constructor(connection: Pick<Deno.Conn, "write">, onBroken: () => void) {
    this.#connection = connection;
    this.#onBroken = onBroken;
  }

  /** Bytes that the system has not taken yet. */
  get bufferedBytes(): number {
    return this.#writingBytes + this.#writer.length;
  }

  text(text: string): void {
    this.#writer.text(text);
    if (!this.#isWriting) this.#write();
  }

  control(opcode: number, payload: Uint8Array): void {
    this.#writer.control(opcode, payload);
    if (!this.#isWriting) this.#write();
  }

  /** A connection that broke stays "writing": nothing is tried again. */
  async #write(): Promise<void> {
    this.#isWriting = true;
    while (this.#writer.length > 0) {
      let bytes = this.#writer.take();
      this.#writingBytes = bytes.length;
      while (this.#writingBytes > 0) {
        try {
          this.#writingBytes -= await this.#connection.write(bytes);
        } catch {
          return this.#onBroken();
        }
        if (this.#writingBytes > 0) bytes = bytes.subarray(-this.#writingBytes);
      }
    }
    this.#isWriting = false;
  }
}
