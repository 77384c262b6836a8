import type { ServerEvent } from "../protocol/events.ts";
import type { Timeline, Verdict } from "../protocol/timeline.ts";
import type { Clock } from "../time/clock.ts";
import { REPLY_NOT_HEARD, type TurnHead, type TurnRecord } from "./record.ts";
import { type Lateness, Turn, type TurnEnd, type TurnStart } from "./turn.ts";

/** What turns need to know of the session they are held in. */
export interface TurnHost {
  readonly clock: Clock;
  /** How late this generator was since a time on the clock. */
  lateness(sinceMs: number): Lateness;
  /** How long what is heard at a time on the clock, which is now, has waited at most. */
  waitedMs(atMs: number): number;
  /** The round trips measured since the turn began. */
  roundTrips(): { readonly rttMs: number | undefined; readonly bridgeRttMs: number | undefined };
  /** Of each turn that has begun there will be a record. */
  onTurnBegun?(head: TurnHead): void;
  onTurn(record: TurnRecord): void;
}

/** What leaves nothing to come. */
const ANSWERED: readonly Verdict[] = ["ok", "no_audio", "error"];

interface Ended {
  readonly how: TurnEnd;
  readonly lateness: Lateness;
}

/**
 * The turns of one connection, one at a time: what has begun is recorded, exactly once. A turn whose
 * reply was spoken into is recorded when the rest of that reply has come.
 */
export class TurnTaking {
  begun = 0;
  /** Whether an answer to a turn that is recorded, or one more, may still come. */
  owesAnswer = false;
  #open: Turn | undefined;
  #openedAtMs = 0;
  /** Of the open turn: it has ended, and only its reply plays on. */
  #ended: Ended | undefined;
  #finished = Promise.withResolvers<void>();
  #interrupted: { readonly turn: Turn; readonly lateness: Lateness } | undefined;

  constructor(readonly host: TurnHost) {}

  get open(): Turn | undefined {
    return this.#open;
  }

  /** The open turn, unless it was given up: what comes after does not decide it any more. */
  get undecided(): Turn | undefined {
    return this.#ended && this.#ended.how !== "finished" ? undefined : this.#open;
  }

  /** The turn whose reply is being spoken into. */
  get interrupted(): Turn | undefined {
    return this.#interrupted?.turn;
  }

  /** Resolves when the service has finished the open turn. */
  get finished(): Promise<void> {
    return this.#finished.promise;
  }

  /** The turn before must have ended, or be spoken into. */
  begin(start: Omit<TurnStart, "turn">, timeline: Timeline): Turn {
    this.#openedAtMs = this.host.clock.now();
    this.#finished = Promise.withResolvers();
    this.#open = new Turn({ turn: ++this.begun, ...start }, timeline);
    this.host.onTurnBegun?.(this.#open.head);
    return this.#open;
  }

  receive(event: ServerEvent, atMs: number): void {
    const waitedMs = this.host.waitedMs(atMs);
    this.#receiveRest(event, atMs, waitedMs);
    const turn = this.undecided;
    if (!turn) return;
    // What is settled rests on nothing that comes after.
    turn.receive(event, atMs, this.#ended ? 0 : waitedMs);
    if (turn.timeline.finished) this.#finished.resolve();
  }

  /** Something was heard, or has to have been by now, on which the open turn rests, unless it is settled. */
  heard(atMs: number): void {
    if (!this.#ended) this.#open?.heard(this.host.waitedMs(atMs));
  }

  /** What the open turn came to is certain now; it is recorded at its {@linkcode end}. */
  settle(how: TurnEnd): void {
    const turn = this.#open;
    if (!turn || this.#ended) return;
    const { rttMs, bridgeRttMs } = this.host.roundTrips();
    turn.rttMs = rttMs;
    turn.bridgeRttMs = bridgeRttMs;
    // What did not come may have come, and not been heard.
    this.heard(this.host.clock.now());
    this.#ended = { how, lateness: this.host.lateness(this.#openedAtMs) };
  }

  /** Records what is open; `how` is as it was settled, where it was. */
  end(how: TurnEnd): void {
    this.#endInterrupted(how === "finished" ? "timeout" : how);
    this.endOpen(how);
  }

  /** Records the open turn, but not yet one whose reply is being spoken into. */
  endOpen(how: TurnEnd): void {
    const turn = this.#open;
    if (!turn) return;
    this.settle(how);
    // One that took a pause for the end, or another sound for more of the turn, answers more than once.
    this.owesAnswer = !ANSWERED.includes(turn.timeline.verdict);
    this.#record(turn, this.#ended!.how, this.#ended!.lateness);
    this.#open = this.#ended = undefined;
  }

  /** The open turn's reply is spoken into: what is still sent of it is waited for beside the next turn. */
  interrupt(): void {
    this.#endInterrupted("timeout");
    const turn = this.#open;
    if (!turn) return;
    this.settle("finished");
    this.#interrupted = { turn, lateness: this.#ended!.lateness };
    this.#open = this.#ended = undefined;
  }

  #receiveRest(event: ServerEvent, atMs: number, waitedMs: number): void {
    const turn = this.interrupted;
    // All else belongs to the turn that interrupts.
    const isReply = event.type === "response.output_audio.delta" || event.type === "response.done";
    if (turn && isReply) turn.receive(event, atMs, waitedMs);
  }

  #endInterrupted(how: TurnEnd): void {
    if (!this.#interrupted) return;
    const { turn, lateness } = this.#interrupted;
    this.#interrupted = undefined;
    const by = this.#open;
    if (!turn.timeline.finished) {
      // More of it may have come, and not been heard.
      const waitedMs = this.host.waitedMs(this.host.clock.now());
      turn.heard(waitedMs);
      by?.heard(waitedMs);
    }
    if (by && turn.lastAudio) {
      const stopMs = turn.lastAudio.atMs - by.start.speechStartMs;
      // Where all of the reply had come there was nothing to stop; where it was cut off, it was at once.
      if (stopMs > 0) {
        by.bargeInStopMs = stopMs;
        by.heard(turn.lastAudio.waitedMs);
      } else if (turn.timeline.verdict === "interrupted") by.bargeInStopMs = 0;
    }
    this.#record(turn, turn.timeline.finished ? "finished" : how, lateness);
  }

  #record(turn: Turn, how: TurnEnd, lateness: Lateness): void {
    if (how === "finished" && turn.timeline.verdict === "unfinished") {
      turn.timeline.errorCode ??= REPLY_NOT_HEARD;
    }
    this.host.onTurn(turn.record(how, lateness));
  }
}
