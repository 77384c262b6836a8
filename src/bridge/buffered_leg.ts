import type { Cancel, Clock } from "../time/clock.ts";
import type { Close } from "../protocol/close_frame.ts";
import { FrameQueue, type QueueLimits } from "./frame_queue.ts";
import { type Connect, CONNECTION_LOST, type Leg, type LegEnd } from "./leg.ts";

export interface BufferedLegOptions {
  readonly clock: Clock;
  readonly limits: QueueLimits;
  /** Sent on opening, before all that waits, unless the leg is about to close. */
  readonly greeting?: string;
  /** How long the leg may take to open, and how it ends if it has not opened by then. */
  readonly openTimeoutMs: number;
  readonly openTimeoutEnd: LegEnd;
  /** How long the peer may take to answer a close. */
  readonly closeTimeoutMs: number;
  readonly onText: (text: string) => void;
  readonly onBinary: () => void;
  readonly onAlive?: () => void;
  /** Called exactly once, and nothing after it. */
  readonly onEnd: (end: LegEnd) => void;
}

/**
 * A leg that can be written to from the start, frames waiting in order until it is open, and that is
 * sure to end: opening and closing are bounded, and whatever its transport reports, it ends once.
 */
export class BufferedLeg {
  readonly #options: BufferedLegOptions;
  readonly #queue: FrameQueue;
  readonly #leg: Leg;
  #state: "connecting" | "open" | "ended" = "connecting";
  #close: Close | undefined;
  #cancelTimeout: Cancel;

  constructor(connect: Connect, options: BufferedLegOptions) {
    this.#options = options;
    this.#queue = new FrameQueue(options.limits);
    this.#leg = connect({
      onOpen: () => this.#opened(),
      onText: (text) => this.#state === "open" && options.onText(text),
      onBinary: () => this.#state === "open" && options.onBinary(),
      onAlive: () => options.onAlive?.(),
      onClosed: (end) => this.#ended(end),
    });
    this.#cancelTimeout = this.#terminateAfter(options.openTimeoutMs, options.openTimeoutEnd);
  }

  get ended(): boolean {
    return this.#state === "ended";
  }

  /** Whether its end was asked for here. */
  get isClosing(): boolean {
    return this.#close !== undefined;
  }

  /** Open, and not about to close. */
  get #inUse(): boolean {
    return this.#state === "open" && !this.#close;
  }

  /** Bytes that the system has not taken yet of what was sent on the open leg. */
  get bufferedBytes(): number {
    return this.#inUse ? this.#leg.bufferedBytes : 0;
  }

  /** Stops reading, as far as the transport can, until resumed or closed. */
  pause(): void {
    if (this.#inUse) this.#leg.pause();
  }

  resume(): void {
    if (this.#inUse) this.#leg.resume();
  }

  ping(): void {
    if (this.#inUse) this.#leg.ping();
  }

  /** Sends a frame, now or on opening; drops it once closing. False: too much waits already. */
  send(text: string): boolean {
    if (this.#state === "ended" || this.#close) return true;
    if (this.#state === "connecting") return this.#queue.add(text);
    this.#leg.send(text);
    return true;
  }

  /** Closes once what waits has been sent: at once if open, else on opening. */
  close(close: Close): void {
    if (this.#state === "ended" || this.#close) return;
    this.#startClosing(close);
    if (this.#state === "open") this.#leg.close(close.code, close.reason);
  }

  /** Closes an open leg; drops one that is still connecting, and what waits for it. */
  abandon(close: Close): void {
    if (this.#state === "open") return this.close(close);
    if (this.#state === "ended" || this.#close) return;
    this.#startClosing(close);
    this.#queue.takeAll();
    this.#leg.terminate();
  }

  #startClosing(close: Close): void {
    this.#close = close;
    this.#cancelTimeout();
    this.#cancelTimeout = this.#terminateAfter(this.#options.closeTimeoutMs, CONNECTION_LOST);
  }

  #opened(): void {
    if (this.#state !== "connecting") return this.#leg.terminate();
    this.#state = "open";
    const { greeting } = this.#options;
    if (greeting !== undefined && !this.#close) this.#leg.send(greeting);
    for (const frame of this.#queue.takeAll()) this.#leg.send(frame);
    if (this.#close) this.#leg.close(this.#close.code, this.#close.reason);
    else this.#cancelTimeout();
  }

  #ended(end: LegEnd): void {
    if (this.#state === "ended") return;
    this.#state = "ended";
    this.#cancelTimeout();
    this.#options.onEnd(end);
  }

  #terminateAfter(ms: number, end: LegEnd): Cancel {
    const { clock } = this.#options;
    return clock.at(clock.now() + ms, () => {
      this.#leg.terminate();
      this.#ended(end);
    });
  }
}
