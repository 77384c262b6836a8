import { FrameReader } from "./frame_reader.ts";
import { FrameWriter } from "./frame_writer.ts";
import { writeAll } from "./handshake.ts";
import { MessageAssembler } from "./message_assembler.ts";
import { OPCODE, ProtocolError } from "./opcode.ts";

export interface ClientSocketOptions {
  /** The longest message taken, in bytes; a longer one fails the connection with 1009. */
  readonly maxBytes: number;
  /** How long a server that said goodbye may leave the connection open. */
  readonly closeTimeoutMs: number;
  readonly onText: (text: string) => void;
  readonly onBinary: () => void;
  /** A ping or a pong came. */
  readonly onAlive: () => void;
  /** Called once, when the connection is gone: 1005 for a close without a code, 1006 without one. */
  readonly onClosed: (code: number, reason: string) => void;
}

/** The client's end of an open WebSocket (RFC 6455), without extensions, over a connection. */
export class ClientSocket {
  readonly #connection: Deno.Conn;
  readonly #options: ClientSocketOptions;
  readonly #reader: FrameReader;
  readonly #messages: MessageAssembler;
  readonly #writer = new FrameWriter();
  #spare = new Uint8Array(8192);
  #writingBytes = 0;
  #closeSent = false;
  #end: readonly [code: number, reason: string] = [1006, ""];
  #resume: (() => void) | undefined;
  #paused: Promise<void> | undefined;
  #gone = false;
  #endTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(connection: Deno.Conn, options: ClientSocketOptions) {
    this.#connection = connection;
    this.#options = options;
    this.#reader = new FrameReader(options.maxBytes);
    this.#messages = new MessageAssembler(options.maxBytes);
  }

  /** Begins to read. @param rest what came with the handshake's answer. */
  async start(rest: Uint8Array): Promise<void> {
    try {
      this.#take(rest);
      await this.#read();
    } catch (error) {
      if (error instanceof ProtocolError) this.#fail(error);
    }
    this.terminate();
  }

  get bufferedBytes(): number {
    return this.#writingBytes + this.#writer.length;
  }

  /** False: it is dropped, as the close has been sent. */
  send(text: string): boolean {
    if (this.#closeSent) return false;
    this.#writer.text(OPCODE.text, text);
    this.#flush();
    return true;
  }

  ping(): void {
    this.#control(OPCODE.ping, new Uint8Array());
  }

  close(code: number, reason: string): void {
    const text = new TextEncoder().encode(reason);
    this.#control(OPCODE.close, new Uint8Array([code >> 8, code & 0xFF, ...text]));
    this.#closeSent = true;
  }

  /** Ends the connection at once. */
  terminate(): void {
    if (this.#gone) return;
    this.#gone = true;
    clearTimeout(this.#endTimer);
    this.resume();
    this.#connection.close();
    this.#options.onClosed(...this.#end);
  }

  pause(): void {
    this.#paused ??= new Promise((resolve) => this.#resume = resolve);
  }

  resume(): void {
    this.#resume?.();
    this.#paused = this.#resume = undefined;
  }

  async #read(): Promise<void> {
    for (;;) {
      await this.#paused;
      if (this.#gone) return;
      const bytes = await this.#connection.read(this.#reader.space);
      if (bytes === null) return;
      this.#reader.added(bytes);
      this.#deliver();
    }
  }

  #take(bytes: Uint8Array): void {
    this.#reader.space.set(bytes);
    this.#reader.added(bytes.length);
    this.#deliver();
  }

  #deliver(): void {
    for (let frame = this.#reader.next(); frame && !this.#gone; frame = this.#reader.next()) {
      if (frame.opcode >= OPCODE.close) this.#controlled(frame.opcode, frame.payload);
      else {
        const message = this.#messages.add(frame);
        if (typeof message === "string") this.#options.onText(message);
        else if (message) this.#options.onBinary();
      }
    }
  }

  #controlled(opcode: number, payload: Uint8Array): void {
    if (opcode !== OPCODE.close) {
      if (opcode === OPCODE.ping) this.#control(OPCODE.pong, payload);
      return this.#options.onAlive();
    }
    this.#end = closeOf(payload);
    this.#control(OPCODE.close, payload.subarray(0, 2));
    this.#closeSent = true;
    // It is the server's turn to end the connection (RFC 6455 §7.1.1).
    this.#endTimer ??= setTimeout(() => this.terminate(), this.#options.closeTimeoutMs);
  }

  #control(opcode: number, payload: Uint8Array): void {
    if (this.#closeSent) return;
    this.#writer.bytes(opcode, payload);
    this.#flush();
  }

  async #flush(): Promise<void> {
    if (this.#writingBytes > 0) return;
    try {
      while (this.#writer.length > 0 && !this.#gone) {
        const bytes = this.#writer.take(this.#spare);
        this.#writingBytes = bytes.length;
        await writeAll(this.#connection, bytes);
        this.#spare = new Uint8Array(bytes.buffer);
        this.#writingBytes = 0;
      }
    } catch {
      this.terminate();
    }
  }

  /** RFC 6455 §7.1.7: says why, and does not wait for an answer. */
  #fail({ code, message }: ProtocolError): void {
    this.close(code, message);
    this.#end = [1006, ""];
  }
}

function closeOf(payload: Uint8Array): readonly [number, string] {
  if (payload.length === 0) return [1005, ""];
  if (payload.length === 1) throw new ProtocolError(1002, "a close has half a code");
  const code = payload[0]! << 8 | payload[1]!;
  return [code, new TextDecoder().decode(payload.subarray(2))];
}
