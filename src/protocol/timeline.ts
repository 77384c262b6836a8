import type { ServerEvent } from "./events.ts";

/** How the exchange of a turn went, seen on the wire alone. */
export type Verdict =
  | "ok"
  | "no_audio"
  | "early_reply"
  | "split_turn"
  | "interrupted"
  | "error"
  | "unfinished";

/**
 * What an event is to a turn: audio of its reply, one whose coming decides how the turn went or when, or
 * nothing of either.
 */
export type Weight = "reply_audio" | "decides" | "nothing";

/** A turn as the events of the server tell it. All times are moments of receipt on the client's clock. */
export interface Timeline {
  readonly speechStoppedAtMs: number | undefined;
  readonly firstAudioAtMs: number | undefined;
  /** `response.done` of the reply. */
  readonly doneAtMs: number | undefined;
  readonly transcriptAtMs: number | undefined;
  /** Of the last error event or failed response, or what else was found wrong. */
  errorCode: string | undefined;
  /** Whether the turn has got what it waits for. */
  readonly finished: boolean;
  readonly verdict: Verdict;
  receive(event: ServerEvent, atMs: number): Weight;
}
