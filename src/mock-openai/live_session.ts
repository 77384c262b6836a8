import type { Close } from "../protocol/close_frame.ts";
import type { ClientEvent } from "../protocol/events.ts";
import type { Clock } from "../time/clock.ts";
import type { Refusal } from "./refusals.ts";
import type { AnyWireSession, WireEvent } from "./wire.ts";

/** A client's connection, as those see it who serve the client. */
export interface ClientLink {
  /** The n-th session of this mock, from 1. */
  readonly number: number;
  /** `null` in a session that only transcribes. */
  readonly model: string | null;
  /** The session that was asked for, its id and expiry blank. */
  readonly template: AnyWireSession;
  /** Why the client may do nothing, although it got in. */
  readonly denied?: Refusal;
  /** The query with which the client came, e.g. `?model=gpt-realtime-2.1`. */
  readonly search: string;
  readonly clock: Clock;
  send(event: WireEvent): void;
  /** Sends a frame as it is; `event` is what it says, for those who watch. */
  sendText(text: string, event: WireEvent | undefined): void;
  /** Of what was sent, what the system has not taken yet. */
  readonly bufferedBytes: number;
  close(code: number, reason: string): void;
  /** To be told of each text frame; without an `event` it is one that is refused for its form. */
  received(text: string, event: ClientEvent | undefined): void;
  /** To be told where the client leaves the recording that it is played. */
  departed(what: string): void;
}

/** What serves one client. */
export interface LiveSession {
  receive(text: string): void;
  receiveBinary(bytes: Uint8Array): void;
  /** The socket was closed like this. May come twice. */
  end(close: Close): void;
}

/** Begins to serve a client that has just connected. */
export type OpenSession = (link: ClientLink) => LiveSession;
