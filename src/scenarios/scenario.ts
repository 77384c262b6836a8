import type {
  ClientEvent,
  ServerEventOf,
  ServerEventType,
  SessionRequest,
  TranscriptionSessionRequest,
} from "../protocol/events.ts";

/** What is said in a turn: a fixture by its name, or words that are written and not spoken. */
export type Utterance = string | { readonly text: string };

/** Answers the calls of one function; what it returns is sent as JSON. */
export type Tool = (args: unknown) => unknown;

/**
 * What a scenario can make one synthetic client do. Await every step. A step rejects when the call is
 * over (the run was stopped, the target hung up), and when it was used wrongly: both end the scenario.
 */
export interface Caller {
  /** Dials, and waits until the session is ready and set up; hangs up first where it is connected. */
  connect(): Promise<void>;
  /** Closes the connection; the scenario goes on. */
  hangUp(): Promise<void>;
  /** Begins a turn and speaks, or writes; resolves when the last of the speech has been sent. */
  say(utterance: Utterance): Promise<void>;
  /**
   * Ends the turn: hears the reply out, as far as there is one, until its last sample has played.
   * Function calls are answered with `tools`; those without one there are left to others. In a
   * transcription session the reply is the transcript.
   */
  hearReply(tools?: Readonly<Record<string, Tool>>): Promise<void>;
  /** Speaks into the reply once `afterMs` of it have been heard: that turn ends, the next begins. */
  interrupt(fixture: string, afterMs: number): Promise<void>;
  /** A turn in which nobody says anything for so long; it is `ok` when nobody answers. */
  keepQuiet(ms: number): Promise<void>;
  /** Lets time pass between turns. */
  wait(ms: number): Promise<void>;
  sendEvent(event: ClientEvent): Promise<void>;
  /**
   * The next event of this type, counted from the last `connect`, `say` or `expectEvent`; deltas count
   * from now on.
   */
  expectEvent<T extends ServerEventType>(type: T, withinMs: number): Promise<ServerEventOf<T>>;
}

/** What one client does in one session, from the first dial on. */
export interface Scenario {
  readonly name: string;
  /**
   * Asked for with a `session.update` after each connect. One of type `transcription` is dialled with
   * `?intent=transcription`.
   */
  readonly session?: SessionRequest | TranscriptionSessionRequest;
  /** Whether it sends all the time (`open`, the default), while somebody speaks, or never. */
  readonly microphone?: "open" | "push-to-talk" | "off";
  /** @param turns the fixture to speak in each turn; may be without end. */
  run(call: Caller, turns: Iterable<string>): Promise<void>;
}

/** Gives a scenario its types: `export default defineScenario({ name, async run(call) { … } })`. */
export function defineScenario(scenario: Scenario): Scenario {
  return scenario;
}
