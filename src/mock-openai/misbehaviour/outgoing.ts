import type { WireEvent } from "../wire.ts";

/** What leaves the mock on one connection; `dueMs` is when, on the mock's clock. */
export type Outgoing =
  /** The answer to the request: 101 opens the socket, any other status is all there is. */
  | { readonly kind: "upgrade"; readonly dueMs: number; readonly status: number }
  | {
    readonly kind: "event";
    readonly dueMs: number;
    readonly event: WireEvent;
    /** Letter for letter, where somebody else wrote it. Whoever changes the event leaves it out. */
    readonly text?: string;
  }
  /** A text frame that is no event. */
  | { readonly kind: "text"; readonly dueMs: number; readonly text: string }
  /** The session ends the connection, after all that was sent before. */
  | {
    readonly kind: "close";
    readonly dueMs: number;
    readonly code: number;
    readonly reason: string;
  }
  | Break;

/** A fault of the connection itself: nobody waits for what is still on its way. */
export interface Break {
  readonly kind: "break";
  /** Of what it follows. */
  readonly dueMs: number;
  /** It happens so long after that has left. */
  readonly afterMs: number;
  readonly way: Breakage;
  /** Told when it happens, for it may never come to that. */
  readonly onLeave: () => void;
}

export type Breakage =
  | { readonly by: "close"; readonly code: number }
  | { readonly by: "cut" | "reset" | "silence" }
  | { readonly by: "slow-reading"; readonly bytesPerS: number };
