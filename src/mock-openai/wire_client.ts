/** For tests: a client over a real socket. */
import { once } from "node:events";
// @ts-types="@types/ws"
import WebSocket from "ws";
import type { ClientEvent, ServerEvent, ServerEventOf } from "../protocol/events.ts";
import { toBase64 } from "./session_harness.ts";

interface Offer {
  readonly protocols?: string[];
  readonly headers?: Record<string, string>;
  /** The authority to trust, PEM. */
  readonly ca?: string;
}

/** A client that keeps what it is told. */
export class Client {
  readonly events: ServerEvent[] = [];
  readonly socket: WebSocket;
  readonly closed: Promise<[code: number, reason: string]>;
  #waiting: (() => void)[] = [];

  constructor(url: string, { protocols = [], ...options }: Offer = {}) {
    this.socket = new WebSocket(url, protocols, { ...options, perMessageDeflate: false });
    this.socket.on("message", (data) => {
      this.events.push(JSON.parse(String(data)));
      for (const wake of this.#waiting.splice(0)) wake();
    });
    // "close" follows.
    this.socket.on("error", () => {});
    this.closed = once(this.socket, "close").then(([code, reason]) => [code, String(reason)]);
  }

  /** The first event of this type, when it has come; rejects where the socket closes before that. */
  async heard<T extends ServerEvent["type"]>(type: T): Promise<ServerEventOf<T>> {
    for (;;) {
      const event = this.events.find((event) => event.type === type);
      if (event) return event as ServerEventOf<T>;
      if (this.socket.readyState === WebSocket.CLOSED) throw new Error(`closed before ${type}`);
      await Promise.race([
        new Promise<void>((resolve) => this.#waiting.push(resolve)),
        this.closed,
      ]);
    }
  }

  send(event: ClientEvent): void {
    this.socket.send(JSON.stringify(event));
  }

  append(samples: Int16Array): void {
    this.send({ type: "input_audio_buffer.append", audio: toBase64(samples) });
  }

  async close(): Promise<void> {
    this.socket.close(1000);
    await this.closed;
  }
}
