import type { Clock } from "../../time/clock.ts";
import type { Break, Outgoing } from "./outgoing.ts";
import { isOfReply } from "./outgoing_event.ts";

interface Lane {
  /** When the last of its items is due. */
  dueMs: number;
  waiting: number;
}

/**
 * Lets items leave when they are due, in two lanes. What belongs to replies follows everything; the
 * rest follows its own kind alone: it does not wait for a reply that is held up. The end of the
 * connection follows everything, too.
 */
export class Lanes {
  readonly #clock: Clock;
  readonly #leave: (item: Outgoing) => void;
  readonly #session: Lane = { dueMs: -Infinity, waiting: 0 };
  readonly #replies: Lane = { dueMs: -Infinity, waiting: 0 };

  constructor(clock: Clock, leave: (item: Outgoing) => void) {
    this.#clock = clock;
    this.#leave = leave;
  }

  /** When all that has been queued will have left. */
  get lastDueMs(): number {
    return Math.max(this.#session.dueMs, this.#replies.dueMs);
  }

  /** Returns when it leaves. */
  queue(item: Exclude<Outgoing, Break>): number {
    if (this.#isIdle && item.dueMs <= this.#clock.now()) {
      this.#leave(item);
      return item.dueMs;
    }
    const isReply = isOfReply(item);
    const own = isReply ? this.#replies : this.#session;
    const other = isReply ? this.#session : this.#replies;
    const follows = isReply || item.kind === "close" ? [own, other] : [own];
    const dueMs = own.dueMs = Math.max(item.dueMs, ...follows.map((lane) => lane.dueMs));
    const leave = () => {
      own.waiting--;
      this.#leave(item);
    };
    const mustWait = dueMs > this.#clock.now() || follows.some(({ waiting }) => waiting > 0);
    own.waiting++;
    if (mustWait) this.#clock.at(dueMs, leave);
    else leave();
    return dueMs;
  }

  get #isIdle(): boolean {
    return this.#session.waiting === 0 && this.#replies.waiting === 0;
  }
}
