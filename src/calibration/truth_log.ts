/** What the truth server does, and when; all in ms. */
export interface TruthScript {
  /** From a probe to its answer. */
  readonly probeMs: number;
  /** From the arrival of the frame with the end of speech to `speech_stopped`. */
  readonly stoppedMs: number;
  /** From `speech_stopped` to the first audio, in rotation over all turns of all callers. */
  readonly thinkMs: readonly number[];
  /** Deltas of 20 ms, sent at the pace at which they play. */
  readonly replyFrames: number;
}

/** A request and its answer, as they passed: on the server's monotonic clock. */
export interface Passed {
  readonly inMs: number;
  outMs?: number;
}

/** A turn as the server saw it, on its monotonic clock. */
export interface TrueTurn {
  /** When the frame with the end of speech arrived. */
  readonly endInMs: number;
  /** How many frames of audio had arrived by then, that one included. */
  readonly frames: number;
  stoppedOutMs?: number;
  audioOutMs?: number;
}

/** What the server received and sent on one connection, to the microsecond. */
export interface TrueSession {
  readonly turns: TrueTurn[];
  /** By their number, from 0. */
  readonly probes: Passed[];
  /** When each frame of audio arrived. */
  readonly framesInMs: number[];
}

/** Everything since the start; a session stands under the `x-bridge-boot-id` that it was given. */
export interface TruthLog {
  /** Epoch of the server's monotonic clock, ms since 1970. */
  readonly originMs: number;
  /** When this was said, on that clock. */
  readonly saidMs: number;
  /** Where the system is asked when it had what was received: how often it did not tell. */
  readonly unstamped?: number;
  readonly sessions: Readonly<Record<string, TrueSession>>;
}

/** Reads the log of the server at this WebSocket URL. */
export async function readTruthLog(url: string): Promise<TruthLog> {
  const response = await fetch(url.replace(/^ws/, "http"));
  return await response.json();
}
