import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Buffer } from "node:buffer";
// @ts-types="@types/ws"
import { type WebSocket, WebSocketServer } from "ws";
import { seeded } from "../../src/random/random.ts";
import { addTokens, type Tallies, tallyOf } from "./tally.ts";
import {
  DELTA,
  DONE,
  FRAME_MS,
  isAppend,
  TOKENS,
  transport,
  type UpstreamEnd,
  type Wish,
} from "./wire.ts";

/** What becomes of a handshake: accepted after a moment, refused, cut, or never answered. */
export type Handshake = "accept" | "refuse" | "reset" | "hang";

const STREAM_EVERY_MS = 4;
const MAX_HOLD_MS = 30;

/** A service that counts what passes, by kind of session, and breaks off as it is asked to. */
export class CountingUpstream implements AsyncDisposable {
  handshake: Handshake = "accept";
  /** What arrived and what was sent. */
  readonly tallies: Tallies = new Map();
  readonly #hold = seeded(1, "hold");
  readonly #held = new Set<ReturnType<typeof setTimeout>>();
  readonly #sockets = new Set<Socket>();
  readonly #http = createServer();
  readonly #ws = new WebSocketServer({ noServer: true, perMessageDeflate: false });

  static async start(): Promise<CountingUpstream> {
    const upstream = new CountingUpstream();
    upstream.#http.listen(0, "127.0.0.1");
    await once(upstream.#http, "listening");
    return upstream;
  }

  private constructor() {
    this.#http.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.on("error", () => {});
      socket.on("end", () => socket.end());
      socket.on("close", () => this.#sockets.delete(socket));
    });
    this.#http.on("upgrade", (request, socket, head) => {
      this.#shake(request, socket as Socket, head);
    });
  }

  get port(): number {
    return (this.#http.address() as AddressInfo).port;
  }

  /** Connections that are not gone, whatever their state. */
  get openSockets(): number {
    return this.#sockets.size;
  }

  /** Lets who fell silent see what has happened since. */
  wake(): void {
    for (const socket of this.#sockets) socket.resume();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const held of this.#held) clearTimeout(held);
    for (const socket of this.#sockets) socket.destroy();
    this.#http.close();
    await once(this.#http, "close");
  }

  #shake(request: IncomingMessage, socket: Socket, head: Buffer): void {
    if (this.handshake === "refuse") socket.end("HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n");
    if (this.handshake === "reset") socket.resetAndDestroy();
    // Only a connection that is read shows that its peer has gone.
    if (this.handshake !== "accept") return void socket.resume();
    const held = setTimeout(() => {
      this.#held.delete(held);
      this.#ws.handleUpgrade(request, socket, head, (ws) => this.#serve(ws));
    }, this.#hold() * MAX_HOLD_MS);
    this.#held.add(held);
  }

  #serve(ws: WebSocket): void {
    let kind = "unknown";
    const openedMs = performance.now();
    transport(ws).on("close", () => {
      tallyOf(this.tallies, kind).sessionMs += performance.now() - openedMs;
    });
    ws.on("error", () => {});
    ws.on("message", (data) => {
      const frame = data.toString();
      if (isAppend(frame)) tallyOf(this.tallies, kind).audioInMs += FRAME_MS;
      if (!frame.startsWith('{"type":"test.')) return;
      const wish = JSON.parse(frame) as Wish;
      if (wish.type === "test.turn") this.#answer(ws, kind, wish.deltas);
      if (wish.type === "test.end") this.#end(ws, kind, wish.how);
      if (wish.type === "test.begin") tallyOf(this.tallies, kind = wish.kind).sessions++;
    });
  }

  #answer(ws: WebSocket, kind: string, deltas: number): void {
    for (let i = 0; i < deltas; i++) this.#sendAudio(ws, kind);
    ws.send(DONE);
    addTokens(tallyOf(this.tallies, kind), TOKENS);
  }

  #sendAudio(ws: WebSocket, kind: string): void {
    ws.send(DELTA);
    tallyOf(this.tallies, kind).audioOutMs += FRAME_MS;
  }

  #end(ws: WebSocket, kind: string, how: UpstreamEnd): void {
    if (how === "close") ws.close(4000, "as asked");
    if (how === "reset") transport(ws).resetAndDestroy();
    if (how === "fall silent") ws.pause();
    if (how !== "stream") return;
    const timer = setInterval(() => {
      if (ws.readyState === ws.OPEN) this.#sendAudio(ws, kind);
    }, STREAM_EVERY_MS);
    ws.on("close", () => clearInterval(timer));
  }
}
