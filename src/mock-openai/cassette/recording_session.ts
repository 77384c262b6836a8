// @ts-types="@types/ws"
import WebSocket from "ws";
import { type Close, closeToSend } from "../../protocol/close_frame.ts";
import { clientEventOf } from "../client_events.ts";
import type { ClientLink, LiveSession, OpenSession } from "../live_session.ts";
import { toFrame } from "./frame.ts";
import { serverEventOf } from "./server_event.ts";
import { Tape } from "./tape.ts";

export interface RecordOptions {
  /** The Realtime service to pass through to; a client's query is added to it. */
  readonly upstream: URL;
  /** Sent to the service and written nowhere. */
  readonly apiKey?: string;
  readonly keepAudio: boolean;
  write(line: string): void;
}

const DIAL_TIMEOUT_MS = 10_000;

/** Passes each client through to the service, and writes down what passes. */
export function recordingSessions(options: RecordOptions): OpenSession {
  return (link) => new RecordingSession(link, options);
}

class RecordingSession implements LiveSession {
  readonly #link: ClientLink;
  readonly #tape: Tape;
  readonly #upstream: WebSocket;
  /** What the client has sent before the service was reached. */
  #waiting: (string | Uint8Array)[] = [];
  #ended = false;

  constructor(link: ClientLink, options: RecordOptions) {
    const { number: session, model, clock } = link;
    this.#link = link;
    this.#tape = new Tape({ session, model, clock, ...options });
    this.#upstream = this.#dial(options);
  }

  receive(text: string): void {
    this.#tape.client(toFrame(text));
    this.#link.received(text, clientEventOf(text));
    this.#forward(text);
  }

  receiveBinary(bytes: Uint8Array): void {
    this.#tape.clientBinary();
    this.#forward(bytes);
  }

  end({ code, reason }: Close): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#tape.closed({ by: "client", code, reason });
    if (this.#upstream.readyState !== WebSocket.OPEN) return this.#upstream.terminate();
    const close = closeToSend("client", code, reason);
    this.#upstream.close(close.code, close.reason);
  }

  #forward(frame: string | Uint8Array): void {
    if (this.#upstream.readyState === WebSocket.OPEN) this.#upstream.send(frame);
    else this.#waiting.push(frame);
  }

  #dial({ upstream, apiKey }: RecordOptions): WebSocket {
    const socket = new WebSocket(withQuery(upstream, this.#link.search), {
      headers: apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` },
      perMessageDeflate: false,
      handshakeTimeout: DIAL_TIMEOUT_MS,
    });
    let failure = "the upstream closed the connection";
    socket.on("open", () => {
      for (const frame of this.#waiting.splice(0)) socket.send(frame);
    });
    socket.on("message", (data) => this.#pass(data.toString()));
    // "close" follows.
    socket.on("error", (error) => failure = error.message);
    socket.on("close", (code, reason) => this.#closed(code, reason.toString() || failure));
    return socket;
  }

  #pass(text: string): void {
    if (this.#ended) return;
    const frame = toFrame(text);
    this.#tape.server(frame);
    this.#link.sendText(text, serverEventOf(frame));
  }

  #closed(code: number, reason: string): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#tape.closed({ by: "server", code, reason });
    const close = closeToSend("upstream", code, reason);
    this.#link.close(close.code, close.reason);
  }
}

function withQuery(upstream: URL, search: string): URL {
  const url = new URL(upstream);
  for (const [name, value] of new URLSearchParams(search)) url.searchParams.set(name, value);
  return url;
}
