/**
 * One WebSocket of a session, reduced to what a relay needs. The session is written against this, so
 * that it can be tested without a network; the adapters are `client_leg.ts` and `upstream.ts`.
 */
export interface Leg {
  /**
   * Sends one text frame. Only called between `onOpen` and `onClosed`. False: it is dropped, as the
   * peer has said goodbye and the end is about to be reported.
   */
  send(text: string): boolean;
  /** Starts the close handshake of an open leg; `code` and `reason` are ones that may be sent. */
  close(code: number, reason: string): void;
  /** Drops the leg at once, open or still connecting, as far as its transport can. */
  terminate(): void;
  /** Bytes handed to `send` that the system has not taken yet. */
  readonly bufferedBytes: number;
  /** Stops reading, so that the peer has to wait; without effect where the transport cannot. */
  pause(): void;
  resume(): void;
  /** Asks an open leg for a sign of life; without effect where the transport asks by itself. */
  ping(): void;
}

/** What a leg reports. Nothing is reported before the call that connects it has returned. */
export interface LegListener {
  onOpen(): void;
  onText(text: string): void;
  onBinary(): void;
  /** A ping or a pong: no frame, but the peer lives. */
  onAlive(): void;
  onClosed(end: LegEnd): void;
}

/** Starts connecting a leg. */
export type Connect = (listener: LegListener) => Leg;

/** Why a leg could not be opened, fit to be shown to the client: it never holds a credential. */
export interface LegFailure {
  readonly code: "upstream_refused" | "upstream_unreachable";
  readonly message: string;
}

/** How a leg ended. `code` is as RFC 6455 §7.1.5 has it: 1005 for no code, 1006 for no close frame. */
export interface LegEnd {
  readonly code: number;
  readonly reason: string;
  readonly failure?: LegFailure;
}

export const CONNECTION_LOST: LegEnd = { code: 1006, reason: "" };

/**
 * How long a peer may take to answer a close before its leg is terminated. Less than the 5 s that a
 * platform grants between SIGINT and SIGKILL.
 */
export const CLOSE_TIMEOUT_MS = 3_000;
