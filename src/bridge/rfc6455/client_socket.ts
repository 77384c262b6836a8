import type { Cancel } from "../../time/clock.ts";
import { lightClock } from "../../time/light_clock.ts";
import { closePayload, type CloseStatus, readClose } from "./close_payload.ts";
import { type Frame, FrameReader } from "./frame_reader.ts";
import { FrameSender } from "./frame_sender.ts";
import { MessageAssembler } from "./message_assembler.ts";
import { OPCODE, ProtocolError } from "./opcode.ts";

const NOTHING = new Uint8Array();
/** A server that does not read is not answered each ping, which RFC 6455 §5.5.3 allows. */
const MAX_BYTES_BEFORE_PONG = 64 << 10;

export interface ClientSocketOptions {
  /** The longest message taken, in bytes; a longer one fails the connection with 1009. */
  readonly maxBytes: number;
  /** How long a server that said goodbye, or takes no more, may leave the connection open. */
  readonly closeTimeoutMs: number;
  readonly onText: (text: string) => void;
  readonly onBinary: () => void;
  /** A ping or a pong came. */
  readonly onAlive: () => void;
  /**
   * Called once, when the connection is gone: with the code that the server gave or, where it broke the
   * protocol, was given; 1006 where there was neither.
   */
  readonly onClosed: (code: number, reason: string) => void;
}

/** The client's end of an open WebSocket (RFC 6455), without extensions, over a connection. */
export class ClientSocket {
  readonly #connection: Deno.Conn;
  readonly #options: ClientSocketOptions;
  readonly #reader: FrameReader;
  readonly #messages: MessageAssembler;
  readonly #sender: FrameSender;
  #status: CloseStatus = [1006, ""];
  #closeSent = false;
  #closeReceived = false;
  #gone = false;
  #paused: PromiseWithResolvers<void> | undefined;
  #cancelEnd: Cancel | undefined;

  constructor(connection: Deno.Conn, options: ClientSocketOptions) {
    this.#connection = connection;
    this.#options = options;
    this.#reader = new FrameReader(options.maxBytes);
    this.#messages = new MessageAssembler(options.maxBytes);
    this.#sender = new FrameSender(connection, () => this.#broke());
  }

  /**
   * Reads until the connection ends, and reports it.
   *
   * @param first what came with the handshake's answer.
   */
  async start(first: Uint8Array): Promise<void> {
    try {
      this.#reader.add(first);
      this.#deliver();
      await this.#read();
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      // RFC 6455 §7.1.7: the server is told why, and its answer not waited for.
      this.close(error.code, error.message);
      this.#status = [error.code, error.message];
    } finally {
      this.terminate();
    }
  }

  /** Bytes of what was sent that the system has not taken yet. */
  get bufferedBytes(): number {
    return this.#sender.bufferedBytes;
  }

  /** False: it is dropped, as one side has said goodbye. */
  send(text: string): boolean {
    if (this.#closeSent) return false;
    this.#sender.text(text);
    return true;
  }

  ping(): void {
    this.#control(OPCODE.ping, NOTHING);
  }

  /** Says goodbye, and reads on for the answer: whoever waits too little for it calls terminate. */
  close(code: number, reason: string): void {
    this.#control(OPCODE.close, closePayload(code, reason));
    this.#closeSent = true;
    this.resume();
  }

  /** Ends the connection at once. */
  terminate(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#cancelEnd?.();
    this.resume();
    this.#connection.close();
    this.#options.onClosed(...this.#status);
  }

  /** Stops reading, so that the server has to wait. What has been read already is delivered. */
  pause(): void {
    this.#paused ??= Promise.withResolvers();
  }

  resume(): void {
    this.#paused?.resolve();
    this.#paused = undefined;
  }

  async #read(): Promise<void> {
    for (;;) {
      while (this.#paused) await this.#paused.promise;
      if (this.#gone) return;
      let bytes: number | null;
      try {
        bytes = await this.#connection.read(this.#reader.space);
      } catch {
        return;
      }
      if (bytes === null) return;
      this.#reader.added(bytes);
      this.#deliver();
    }
  }

  #deliver(): void {
    while (!this.#gone && !this.#closeReceived) {
      const frame = this.#reader.next();
      if (!frame) return;
      if (frame.opcode >= OPCODE.close) this.#controlled(frame);
      else {
        const message = this.#messages.add(frame);
        if (typeof message === "string") this.#options.onText(message);
        else if (message) this.#options.onBinary();
      }
    }
  }

  #controlled({ opcode, payload }: Frame): void {
    if (opcode === OPCODE.close) return this.#closed(payload);
    if (opcode === OPCODE.ping && this.bufferedBytes < MAX_BYTES_BEFORE_PONG) {
      this.#control(OPCODE.pong, payload);
    }
    this.#options.onAlive();
  }

  #closed(payload: Uint8Array<ArrayBuffer>): void {
    this.#status = readClose(payload);
    this.#closeReceived = true;
    this.#control(OPCODE.close, payload.subarray(0, 2));
    this.#closeSent = true;
    // It is the server's turn to end the connection (RFC 6455 §7.1.1).
    this.#endSoon();
  }

  #control(opcode: number, payload: Uint8Array): void {
    if (!this.#closeSent) this.#sender.control(opcode, payload);
  }

  /** A server that is gone may have said why: that is yet to be read. */
  #broke(): void {
    this.#closeSent = true;
    this.resume();
    this.#endSoon();
  }

  #endSoon(): void {
    if (this.#gone) return;
    const dueMs = lightClock.now() + this.#options.closeTimeoutMs;
    this.#cancelEnd ??= lightClock.at(dueMs, () => this.terminate());
  }
}
