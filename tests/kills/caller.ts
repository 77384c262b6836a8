import { once } from "node:events";
// @ts-types="@types/ws"
import { WebSocket } from "ws";
import { makeTicket } from "../../src/bridge/fake_ticket.ts";
import { addTokens, type Tallies, tallyOf } from "./tally.ts";
import { APPEND, DONE, FRAME_MS, isDelta, isDone, TOKENS, transport, type Wish } from "./wire.ts";

const STREAM_EVERY_MS = 4;

/** A client of the bridge whose user is the kind of its ending, so that usage is told apart by it. */
export class Caller {
  readonly #kind: string;
  readonly #tallies: Tallies;
  readonly #socket: WebSocket;
  #timer: ReturnType<typeof setInterval> | undefined;
  /** Resolves when the connection has ended, however it did. */
  readonly ended: Promise<unknown>;

  /** Resolves with a caller that the bridge has just let in, whatever its upstream does. */
  static async dial(url: string, kind: string, tallies: Tallies): Promise<Caller> {
    const ticket = await makeTicket({ sub: kind });
    const socket = new WebSocket(`${url}?ticket=${ticket}`, { perMessageDeflate: false });
    const caller = new Caller(socket, kind, tallies);
    await once(socket, "open");
    tallyOf(tallies, kind).sessions++;
    caller.#ask({ type: "test.begin", kind });
    return caller;
  }

  private constructor(socket: WebSocket, kind: string, tallies: Tallies) {
    this.#socket = socket;
    this.#kind = kind;
    this.#tallies = tallies;
    this.ended = new Promise((resolve) => socket.on("close", resolve));
    socket.on("error", () => {});
    socket.on("close", () => clearInterval(this.#timer));
    socket.on("message", (data) => this.#received(data.toString()));
  }

  speak(frames: number): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    for (let i = 0; i < frames; i++) this.#socket.send(APPEND);
    tallyOf(this.#tallies, this.#kind).audioInMs += frames * FRAME_MS;
  }

  /** Speaks and hears the answer to its end: then nothing is under way. */
  async turn(frames: number, deltas: number): Promise<void> {
    this.speak(frames);
    this.#ask({ type: "test.turn", deltas });
    const heard = Promise.withResolvers<void>();
    const listen = (data: unknown) => String(data) === DONE && heard.resolve();
    this.#socket.on("message", listen);
    await Promise.race([heard.promise, this.ended]);
    this.#socket.off("message", listen);
  }

  /** Speaks and is spoken to from now on without end. */
  stream(): void {
    this.askUpstreamTo("stream");
    this.#timer = setInterval(() => this.speak(1), STREAM_EVERY_MS);
  }

  askUpstreamTo(how: (Wish & { type: "test.end" })["how"]): void {
    this.#ask({ type: "test.end", how });
  }

  close(): void {
    clearInterval(this.#timer);
    this.#socket.close(1000);
  }

  /** Ends the connection with a TCP reset. */
  reset(): void {
    transport(this.#socket).resetAndDestroy();
  }

  /** Ends the connection without a close frame. */
  drop(): void {
    transport(this.#socket).destroy();
  }

  /** Neither reads nor writes any more, and keeps the connection. */
  fallSilent(): void {
    clearInterval(this.#timer);
    transport(this.#socket).pause();
  }

  #ask(wish: Wish): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(wish));
  }

  #received(frame: string): void {
    const tally = tallyOf(this.#tallies, this.#kind);
    if (isDelta(frame)) tally.audioOutMs += FRAME_MS;
    if (isDone(frame)) addTokens(tally, TOKENS);
  }
}
