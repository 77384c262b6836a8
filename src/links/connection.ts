import type { Socket } from "node:net";
import type { Clock } from "../time/clock.ts";
import { Direction } from "./direction.ts";
import type { Step } from "./step.ts";

export interface ConnectionOptions {
  /** The accepted socket. */
  readonly near: Socket;
  /** The one dialled to the target. */
  readonly far: Socket;
  /** What happens to what `near` sends, and to what `far` sends. */
  readonly up: Step;
  readonly down: Step;
  readonly clock: Clock;
  /** Both sockets are closed. */
  readonly onClosed: () => void;
}

/** A connection through the link: two sockets, two directions. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #up: Direction;
  readonly #down: Direction;
  #openSockets = 2;

  constructor(options: ConnectionOptions) {
    const { near, far, up, down, clock } = options;
    const onReset = () => this.reset();
    this.#options = options;
    this.#up = new Direction({ from: near, to: far, step: up, clock, onReset });
    this.#down = new Direction({ from: far, to: near, step: down, clock, onReset });
    this.#watch(near, this.#up);
    this.#watch(far, this.#down);
  }

  /** Breaks both sides off at once. */
  reset(): void {
    this.#up.clear();
    this.#down.clear();
    this.#options.near.resetAndDestroy();
    this.#options.far.resetAndDestroy();
  }

  /** The local port of the dialled socket: by this the target knows the connection. */
  get farPort(): number | undefined {
    return this.#options.far.localPort;
  }

  /** Breaks off what `near` hears, in order, but without a word of the protocol above. */
  cut(): void {
    this.#up.silence();
    this.#down.silence();
    this.#options.near.end();
    this.#options.far.destroy();
  }

  /** Goes dead as when a cable is pulled: no side hears of the other again. */
  silence(): void {
    this.#up.silence();
    this.#down.silence();
    // When `near` gives up there is nobody left to fool.
    this.#options.near.once("end", () => this.reset()).once("close", () => this.reset());
  }

  /** From now on `near` is read at this rate only. */
  readSlowly(bytesPerS: number): void {
    this.#up.slowDown(bytesPerS);
  }

  #watch(socket: Socket, sends: Direction): void {
    socket.setNoDelay(true);
    // A target that refuses looks like one that accepts and breaks off: all that a link can show.
    socket.on("error", () => sends.reset());
    socket.on("close", () => {
      if (--this.#openSockets === 0) this.#options.onClosed();
    });
  }
}
