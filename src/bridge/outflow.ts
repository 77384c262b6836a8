import type { Cancel, Clock } from "../time/clock.ts";
import type { BufferedLeg } from "./buffered_leg.ts";

/** How far one leg may fall behind what is sent to it. */
export interface FlowLimits {
  /** Beyond this the other leg is not read any more, as far as it can be stopped. */
  readonly highBytes: number;
  /** At this it is read again. */
  readonly lowBytes: number;
  /** Nothing is added to more than this; less is enough where the other leg can be stopped. */
  readonly maxBytes: number;
  /** The longest time from the high mark back to the low one. */
  readonly maxSlowMs: number;
}

export interface OutflowOptions {
  readonly clock: Clock;
  readonly limits: FlowLimits;
  readonly to: BufferedLeg;
  readonly from: BufferedLeg;
  /** Called when `to` is too far behind; what is sent after it is the callee's affair. */
  readonly onOverflow: (reason: string) => void;
}

/** Nothing reports that a socket has drained, so it is looked at; only while it is over a mark. */
const LOOK_MS = 25;

/** One direction of a session: what is sent to one leg, held against how fast that leg takes it. */
export class Outflow {
  readonly #options: OutflowOptions;
  #slowSinceMs: number | undefined;
  #cancelLook: Cancel = () => {};

  constructor(options: OutflowOptions) {
    this.#options = options;
  }

  /** Whether the source is stopped because the target is behind. */
  get isSlow(): boolean {
    return this.#slowSinceMs !== undefined;
  }

  send(text: string): void {
    const { to, limits, onOverflow } = this.#options;
    // Of what waits already: a frame that is longer than a mark may still be read at once.
    if (to.bufferedBytes > limits.maxBytes) {
      return onOverflow(`more than ${limits.maxBytes} bytes wait`);
    }
    if (!to.send(text)) return onOverflow("too much data before the session opened");
    if (to.bufferedBytes > limits.highBytes && !this.isSlow) this.#startSlow();
  }

  /** Forgets what it waits for. */
  stop(): void {
    this.#cancelLook();
    this.#slowSinceMs = undefined;
  }

  #startSlow(): void {
    this.#slowSinceMs = this.#options.clock.now();
    this.#options.from.pause();
    this.#lookSoon();
  }

  #lookSoon(): void {
    const { clock } = this.#options;
    this.#cancelLook = clock.at(clock.now() + LOOK_MS, () => this.#look());
  }

  #look(): void {
    const { clock, from, to, limits, onOverflow } = this.#options;
    if (to.bufferedBytes <= limits.lowBytes) {
      this.#slowSinceMs = undefined;
      return from.resume();
    }
    const slowMs = clock.now() - this.#slowSinceMs!;
    if (slowMs >= limits.maxSlowMs) return onOverflow(`not read for ${limits.maxSlowMs / 1000} s`);
    this.#lookSoon();
  }
}
