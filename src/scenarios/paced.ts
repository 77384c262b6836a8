import type { ClientEvent, ServerEventOf, ServerEventType } from "../protocol/events.ts";
import type { Clock } from "../time/clock.ts";
import { runUntil } from "./run_until.ts";
import type { Caller, Scenario, Tool, Utterance } from "./scenario.ts";
import { requireMs } from "./step_arguments.ts";

/** Before the first turn: the usual gap between two people's turns. */
const FIRST_PAUSE_MS = 200;

/** What the plan says of a session's time. */
export interface Pace {
  readonly clock: Clock;
  /** No turn begins at or after it; `Infinity`: any time. */
  readonly endMs: number;
  /** The caller's pause before the second turn, the third, and so on, in ms. */
  readonly pauses: Iterator<number, never>;
}

/**
 * The scenario at the plan's pace: the caller pauses before each turn, and hangs up when the time is
 * up. A turn that is open by then is heard out.
 */
export function paced(scenario: Scenario, pace: Pace): Scenario {
  return {
    ...scenario,
    async run(caller, turns) {
      const timeIsUp = new AbortController();
      const atPace = new PacedCaller(caller, pace, timeIsUp);
      try {
        await runUntil(timeIsUp.signal, pace.clock, scenario, atPace, turns);
      } catch (error) {
        if (!timeIsUp.signal.aborted) throw error;
      }
    },
  };
}

class PacedCaller implements Caller {
  #pauseMs = FIRST_PAUSE_MS;
  #inTurn = false;

  constructor(
    readonly caller: Caller,
    readonly pace: Pace,
    readonly timeIsUp: AbortController,
  ) {}

  async say(utterance: Utterance): Promise<void> {
    await this.#pause();
    await this.caller.say(utterance);
  }

  async hearReply(tools?: Readonly<Record<string, Tool>>): Promise<void> {
    await this.caller.hearReply(tools);
    this.#endTurn();
  }

  async keepQuiet(ms: number): Promise<void> {
    await this.#pause();
    await this.caller.keepQuiet(ms);
    this.#endTurn();
  }

  async wait(ms: number): Promise<void> {
    if (this.#inTurn) return await this.caller.wait(ms);
    // Here, before it becomes the least of two.
    requireMs("wait", ms);
    const { clock, endMs } = this.pace;
    await this.caller.wait(Math.min(ms, Math.max(0, endMs - clock.now())));
    if (clock.now() < endMs) return;
    this.timeIsUp.abort();
    throw this.timeIsUp.signal.reason;
  }

  // What a turn is made of besides is at the pace of the conversation.

  async connect(): Promise<void> {
    await this.caller.connect();
  }

  async hangUp(): Promise<void> {
    await this.caller.hangUp();
    this.#inTurn = false;
  }

  async interrupt(fixture: string, afterMs: number): Promise<void> {
    await this.caller.interrupt(fixture, afterMs);
  }

  async sendEvent(event: ClientEvent): Promise<void> {
    await this.caller.sendEvent(event);
  }

  async expectEvent<T extends ServerEventType>(
    type: T,
    withinMs: number,
  ): Promise<ServerEventOf<T>> {
    return await this.caller.expectEvent(type, withinMs);
  }

  async #pause(): Promise<void> {
    if (!this.#inTurn) await this.wait(this.#pauseMs);
    this.#inTurn = true;
  }

  #endTurn(): void {
    this.#inTurn = false;
    this.#pauseMs = this.pace.pauses.next().value;
  }
}
