import type { Refusal } from "./refusals.ts";

/** A client's request for a WebSocket, before it is answered. */
export interface Knock {
  /** To be read at once: they are gone when the client is. */
  readonly headers: Headers;
  /** Why it will be refused once the socket is open. */
  readonly refusal?: Refusal;
}

/** Is told of each knock, in its own time, and may refuse it: any HTTP status but 101. */
export type Doorkeeper = (knock: Knock) => Promise<number>;
