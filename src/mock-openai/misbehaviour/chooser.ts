import type { FaultContext } from "./fault_kind.ts";
import type { Selector } from "./selector.ts";

/** Chooses among the occasions of one session those at which a fault is given. */
export class Chooser {
  readonly #selector: Selector;
  readonly #context: FaultContext;
  #seen = 0;

  constructor(selector: Selector, context: FaultContext) {
    this.#selector = selector;
    this.#context = context;
  }

  /** Whether it is to be given at this occasion, the next one. Draws each time. */
  choose(dueMs: number): boolean {
    const { probability, turn, afterMs } = this.#selector;
    const nth = ++this.#seen;
    const drawn = this.#context.random() < probability;
    const createdMs = this.#context.createdMs();
    return drawn && (turn ?? nth) === nth && createdMs !== undefined &&
      Math.max(dueMs, createdMs) >= createdMs + afterMs;
  }
}
