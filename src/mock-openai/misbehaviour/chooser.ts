import type { Random } from "../../random/random.ts";
import type { Outgoing } from "./outgoing.ts";
import { eventOf } from "./outgoing_event.ts";
import type { Selector } from "./selector.ts";

/** Chooses among the occasions of one session those at which a fault is given. */
export class Chooser {
  readonly #selector: Selector;
  readonly #random: Random;
  #createdMs = Infinity;
  #seen = 0;

  constructor(selector: Selector, random: Random) {
    this.#selector = selector;
    this.#random = random;
  }

  /** Must see all that leaves: `session.created` is where `after` counts from. */
  watch(item: Outgoing): void {
    if (eventOf(item, "session.created")) this.#createdMs = Math.min(this.#createdMs, item.dueMs);
  }

  /** Whether it is to be given at this occasion, the next one. Draws each time. */
  choose(dueMs: number): boolean {
    const { probability, turn, afterMs } = this.#selector;
    const nth = ++this.#seen;
    const drawn = this.#random() < probability;
    return drawn && (turn ?? nth) === nth && dueMs >= this.#createdMs + afterMs;
  }
}
