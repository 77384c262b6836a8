import { given } from "../config/given.ts";
import type { Cancel, Clock } from "../time/clock.ts";
import { BufferedLeg } from "./buffered_leg.ts";
import { type Close, closeToSend, cutReason } from "../protocol/close_frame.ts";
import { errorEvent } from "./error_event.ts";
import { CLOSE_TIMEOUT_MS, type Connect, CONNECTION_LOST, type LegEnd } from "./leg.ts";
import { DEFAULT_LIMITS, type SessionLimits } from "./limits.ts";
import { Outflow } from "./outflow.ts";
import { judgeClientEvent, type Policy } from "./policy.ts";
import { watchSession } from "./session_watch.ts";
import { SettingsAnswer } from "./settings_answer.ts";
import { failureOf, type UpstreamFailure } from "./upstream_failure.ts";
import { UpstreamWatchdog } from "./upstream_watchdog.ts";
import { isLongerThan } from "./utf8_length.ts";

/** What ended a session: the first thing that did, a leg by itself or the bridge. */
export interface SessionEnd {
  /** As {@linkcode LegEnd} has it. */
  readonly code: number;
  /** What the upstream failed at, if that was it. */
  readonly failure?: UpstreamFailure;
}

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
  readonly limits?: SessionLimits;
  readonly policy?: Policy;
  /** Told what the upstream failed at, where it did. */
  readonly onFailure?: (failure: UpstreamFailure) => void;
  /** Called once, when both legs have ended. */
  readonly onEnd: (end: SessionEnd) => void;
}

/**
 * One relayed conversation: a client leg and an upstream leg, dialled at once. Text frames pass
 * untouched, within the limits and the policy; when one leg ends, the other is closed with the same
 * code and reason.
 */
export class Session {
  readonly #options: SessionOptions;
  readonly #limits: SessionLimits;
  readonly #client: BufferedLeg;
  readonly #upstream: BufferedLeg;
  readonly #toClient: Outflow;
  readonly #toUpstream: Outflow;
  readonly #settingsAnswer = new SettingsAnswer();
  readonly #watchdog: UpstreamWatchdog;
  readonly #watch: { active(): void; stop: Cancel };
  #end: SessionEnd | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
    const { clock, limits = DEFAULT_LIMITS } = options;
    this.#limits = limits;
    this.#client = this.#clientLeg();
    this.#upstream = this.#upstreamLeg();
    this.#toClient = this.#outflow(this.#upstream, this.#client, "the client");
    this.#toUpstream = this.#outflow(this.#client, this.#upstream, "the upstream");
    this.#watchdog = new UpstreamWatchdog({
      clock,
      ping: () => this.#upstream.ping(),
      isPaused: () => this.#toClient.isSlow,
      onDead: (message) => this.#fail({ code: "upstream_silent", message }),
    });
    this.#watch = watchSession(clock, limits, (close) => this.close(close));
  }

  /** Closes both legs; they have ended within {@linkcode CLOSE_TIMEOUT_MS}. */
  close(close: Close): void {
    this.#end ??= { code: close.code };
    this.#client.close(close);
    this.#upstream.abandon(close);
  }

  #clientLeg(): BufferedLeg {
    return new BufferedLeg(this.#options.client, {
      ...this.#legOptions(),
      openTimeoutMs: CLIENT_OPEN_TIMEOUT_MS,
      openTimeoutEnd: CONNECTION_LOST,
      onText: (text) => this.#fromClient(text),
      onBinary: () => this.#refuseBinary(),
      onEnd: (end) => this.#clientEnded(end),
    });
  }

  #upstreamLeg(): BufferedLeg {
    return new BufferedLeg(this.#options.upstream, {
      ...this.#legOptions(),
      greeting: this.#options.sessionUpdate,
      openTimeoutMs: UPSTREAM_OPEN_TIMEOUT_MS,
      openTimeoutEnd: UPSTREAM_SILENT,
      onText: (text) => this.#fromUpstream(text),
      onBinary: () => {}, // The Realtime API sends text only.
      onAlive: () => this.#watchdog.heard(),
      onEnd: (end) => this.#upstreamEnded(end),
    });
  }

  #legOptions() {
    const { clock } = this.#options;
    return { clock, limits: this.#limits.queue, closeTimeoutMs: CLOSE_TIMEOUT_MS };
  }

  #outflow(from: BufferedLeg, to: BufferedLeg, name: string): Outflow {
    const onOverflow = (reason: string) => this.close({ code: 1013, reason: `${name}: ${reason}` });
    return new Outflow({
      clock: this.#options.clock,
      limits: this.#limits.flow,
      from,
      to,
      onOverflow,
    });
  }

  #fromClient(text: string): void {
    const { maxFrameBytes } = this.#limits;
    if (isLongerThan(text, maxFrameBytes)) {
      return this.close({ code: 1009, reason: `a frame exceeds ${maxFrameBytes} bytes` });
    }
    this.#watch.active();
    const refusal = this.#options.policy === "open" ? undefined : judgeClientEvent(text);
    if (!refusal) return this.#toUpstream.send(text);
    const { message, ...about } = refusal;
    this.#tellClient(errorEvent("invalid_request_error", "event_not_allowed", message, about));
  }

  /** Nothing of the bridge's own is piled up for a client that does not read. */
  #tellClient(event: string): void {
    if (!this.#toClient.isSlow) this.#toClient.send(event);
  }

  #fromUpstream(text: string): void {
    this.#watch.active();
    this.#watchdog.heard();
    this.#toClient.send(text);
    const refusal = this.#settingsAnswer.refusal(text);
    if (refusal) this.#fail(refusal);
  }

  #fail(failure: UpstreamFailure): void {
    this.#end ??= { code: 1011, failure };
    this.#options.onFailure?.(failure);
    this.close({ code: 1011, reason: cutReason(failure.message) });
  }

  /** As the service does it: an error event, and the session goes on. */
  #refuseBinary(): void {
    const message = "Binary frames are not accepted: send events as JSON text.";
    this.#tellClient(errorEvent("invalid_request_error", "invalid_event", message));
  }

  #clientEnded(end: LegEnd): void {
    this.#end ??= { code: end.code };
    this.#upstream.abandon(closeToSend("client", end.code, end.reason));
    this.#endIfBothEnded();
  }

  #upstreamEnded(end: LegEnd): void {
    const fault = this.#upstream.isClosing ? undefined : failureOf(end);
    if (fault) this.#options.onFailure?.(fault);
    const { code, reason, failure } = end;
    this.#end ??= { code, ...given("failure", fault) };
    if (failure) {
      this.#client.send(errorEvent("server_error", failure.code, failure.message));
      this.#client.close({ code: 1011, reason: cutReason(failure.message) });
    } else {
      this.#client.close(closeToSend("upstream", code, reason));
    }
    this.#endIfBothEnded();
  }

  #endIfBothEnded(): void {
    if (!this.#client.ended || !this.#upstream.ended) return;
    for (const part of [this.#toClient, this.#toUpstream, this.#watchdog, this.#watch]) part.stop();
    this.#options.onEnd(this.#end!);
  }
}
