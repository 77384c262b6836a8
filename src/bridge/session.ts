import type { Clock } from "../time/clock.ts";
import { BufferedLeg } from "./buffered_leg.ts";
import { type Close, closeToSend, cutReason } from "./close_code.ts";
import { errorEvent } from "./error_event.ts";
import type { QueueLimits } from "./frame_queue.ts";
import { CLOSE_TIMEOUT_MS, type Connect, CONNECTION_LOST, type LegEnd } from "./leg.ts";

/** About 15 s of 20 ms audio frames: more than any dial that still succeeds takes. */
export const QUEUE_LIMITS: QueueLimits = { frames: 1024, bytes: 1 << 20 };

/** A client that vanishes before its upgrade is done is reported by nobody: this bound finds it. */
const CLIENT_OPEN_TIMEOUT_MS = 5_000;
const UPSTREAM_OPEN_TIMEOUT_MS = 10_000;

const UPSTREAM_SILENT: LegEnd = {
  ...CONNECTION_LOST,
  failure: {
    code: "upstream_unreachable",
    message: `the upstream did not answer within ${UPSTREAM_OPEN_TIMEOUT_MS / 1000} s`,
  },
};

export interface SessionOptions {
  readonly client: Connect;
  readonly upstream: Connect;
  /** Sent upstream before anything else. */
  readonly sessionUpdate: string;
  readonly clock: Clock;
  readonly limits?: QueueLimits;
  /** Called once, when both legs have ended. */
  readonly onEnd: () => void;
}

/**
 * One relayed conversation: a client leg and an upstream leg, dialled at once. Text frames pass
 * untouched and unparsed; when one leg ends, the other is closed with the same code and reason.
 */
export class Session {
  readonly #client: BufferedLeg;
  readonly #upstream: BufferedLeg;
  readonly #onEnd: () => void;

  constructor(options: SessionOptions) {
    const { clock, limits = QUEUE_LIMITS } = options;
    const common = { clock, limits, closeTimeoutMs: CLOSE_TIMEOUT_MS };
    this.#onEnd = options.onEnd;
    this.#client = new BufferedLeg(options.client, {
      ...common,
      openTimeoutMs: CLIENT_OPEN_TIMEOUT_MS,
      openTimeoutEnd: CONNECTION_LOST,
      onText: (text) => this.#forward(this.#upstream, text),
      onBinary: () => this.#refuseBinary(),
      onEnd: (end) => this.#clientEnded(end),
    });
    this.#upstream = new BufferedLeg(options.upstream, {
      ...common,
      openTimeoutMs: UPSTREAM_OPEN_TIMEOUT_MS,
      openTimeoutEnd: UPSTREAM_SILENT,
      onText: (text) => this.#forward(this.#client, text),
      onBinary: () => {}, // The Realtime API sends text only.
      onEnd: (end) => this.#upstreamEnded(end),
    });
    this.#forward(this.#upstream, options.sessionUpdate);
  }

  /** Closes both legs; they have ended within {@linkcode CLOSE_TIMEOUT_MS}. */
  close(close: Close): void {
    this.#client.close(close);
    this.#upstream.abandon(close);
  }

  #forward(to: BufferedLeg, text: string): void {
    if (!to.send(text)) {
      this.close({ code: 1013, reason: "too much data before the session opened" });
    }
  }

  /** As the service does it: an error event, and the session goes on. */
  #refuseBinary(): void {
    const message = "Binary frames are not accepted: send events as JSON text.";
    this.#client.send(errorEvent("invalid_request_error", "invalid_event", message));
  }

  #clientEnded(end: LegEnd): void {
    this.#upstream.abandon(closeToSend("client", end.code, end.reason));
    this.#endIfBothEnded();
  }

  #upstreamEnded({ code, reason, failure }: LegEnd): void {
    if (failure) {
      this.#client.send(errorEvent("server_error", failure.code, failure.message));
      this.#client.close({ code: 1011, reason: cutReason(failure.message) });
    } else {
      this.#client.close(closeToSend("upstream", code, reason));
    }
    this.#endIfBothEnded();
  }

  #endIfBothEnded(): void {
    if (this.#client.ended && this.#upstream.ended) this.#onEnd();
  }
}
