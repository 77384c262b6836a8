import type { Cancel, Clock } from "../time/clock.ts";
import { SilenceWatch } from "./silence_watch.ts";

/** The service pings every 20 s: two pings missed, and some slack. */
const SILENCE_MS = 45_000;
const ANSWER_MS = 10_000;

export interface UpstreamWatchdogOptions {
  readonly clock: Clock;
  /** Asks the upstream for a sign of life. */
  readonly ping: () => void;
  /** Whether the upstream is not being read: its silence is then our own. */
  readonly isPaused: () => boolean;
  readonly onDead: (reason: string) => void;
}

/**
 * Finds an upstream that is gone without a word, as after a network failure: neither a frame nor a
 * ping for 45 s, and no answer to our ping within 10 s.
 */
export class UpstreamWatchdog {
  readonly #options: UpstreamWatchdogOptions;
  #silence: SilenceWatch;
  #heardSincePing = false;
  #cancelAnswer: Cancel = () => {};

  constructor(options: UpstreamWatchdogOptions) {
    this.#options = options;
    this.#silence = this.#watch();
  }

  /** A frame, a ping or a pong came. */
  heard(): void {
    this.#heardSincePing = true;
    this.#silence.heard();
  }

  stop(): void {
    this.#silence.stop();
    this.#cancelAnswer();
  }

  #watch(): SilenceWatch {
    return new SilenceWatch(this.#options.clock, SILENCE_MS, () => this.#ask());
  }

  #ask(): void {
    const { clock, ping } = this.#options;
    this.#heardSincePing = false;
    ping();
    this.#cancelAnswer = clock.at(clock.now() + ANSWER_MS, () => this.#judge());
  }

  #judge(): void {
    const { isPaused, onDead } = this.#options;
    if (this.#heardSincePing || isPaused()) this.#silence = this.#watch();
    else onDead(`the upstream was silent for ${(SILENCE_MS + ANSWER_MS) / 1000} s`);
  }
}
