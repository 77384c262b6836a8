import type { Clock } from "../time/clock.ts";
import type { Caller, Scenario } from "./scenario.ts";

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
    name: scenario.name,
    async run(caller, turns) {
      try {
        await scenario.run(new PacedCaller(caller, pace), turns);
      } catch (error) {
        if (!(error instanceof TimeIsUp)) throw error;
      }
    },
  };
}

/** Thrown into the scenario's steps. */
class TimeIsUp extends Error {}

class PacedCaller implements Caller {
  #pauseMs = FIRST_PAUSE_MS;
  #inTurn = false;

  constructor(readonly caller: Caller, readonly pace: Pace) {}

  async say(fixture: string): Promise<void> {
    if (!this.#inTurn) await this.wait(this.#pauseMs);
    this.#inTurn = true;
    await this.caller.say(fixture);
  }

  async hearReply(): Promise<void> {
    await this.caller.hearReply();
    this.#inTurn = false;
    this.#pauseMs = this.pace.pauses.next().value;
  }

  async wait(ms: number): Promise<void> {
    if (this.#inTurn) return await this.caller.wait(ms);
    const { clock, endMs } = this.pace;
    await this.caller.wait(Math.min(ms, Math.max(0, endMs - clock.now())));
    if (clock.now() >= endMs) throw new TimeIsUp();
  }
}
