import type { ClientEvent } from "../protocol/events.ts";
import type { WireEvent } from "./wire.ts";

/** One frame that passed between a session and its client. */
export type Passage =
  & {
    /** The n-th session of this mock, from 1. */
    readonly session: number;
    /** On the mock's clock: when it came, or just before it leaves. */
    readonly atMs: number;
    readonly text: string;
  }
  & (
    | { readonly direction: "out"; readonly event: WireEvent | undefined }
    /** `undefined` where it is no event, or one that is refused for its form. */
    | { readonly direction: "in"; readonly event: ClientEvent | undefined }
  );

/** How a session's socket was closed. */
export interface SessionEnd {
  readonly by: "client" | "mock";
  readonly code: number;
  readonly reason: string;
}

/** Is told what happens in all sessions of a mock, as it happens. */
export interface MockObserver {
  /** `model` is null for a session that only transcribes. */
  onOpen?(session: number, model: string | null): void;
  onPassage?(passage: Passage): void;
  /** The session was given a fault, e.g. `stall:800ms@turn=2`; `undefined` before there was one. */
  onFault?(session: number | undefined, fault: string): void;
  /** The client left the recording that it is played. */
  onDeparture?(session: number, what: string): void;
  /**
   * The mock itself, or an observer, failed over a frame of the session, which is closed with 1011.
   * Where no observer takes it, the error goes uncaught.
   */
  onFailure?(session: number, error: unknown): void;
  onEnd?(session: number, end: SessionEnd): void;
}
