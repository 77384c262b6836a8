import type { Cancel, Clock } from "../time/clock.ts";
import type { Item } from "./step.ts";

/** Holds items until they are due and hands them on in the order in which they came. */
export class DelayLine {
  readonly #clock: Clock;
  readonly #deliver: (item: Item) => void;
  #items: Item[] = [];
  #heldBytes = 0;
  #cancel: Cancel = () => {};

  constructor(clock: Clock, deliver: (item: Item) => void) {
    this.#clock = clock;
    this.#deliver = deliver;
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  add(item: Item): void {
    this.#heldBytes += sizeOf(item);
    if (this.#items.push(item) === 1) this.#deliverUntil(this.#clock.now());
  }

  /** Forgets what is held. */
  clear(): void {
    this.#cancel();
    this.#items = [];
    this.#heldBytes = 0;
  }

  #deliverUntil(dueMs: number): void {
    while (this.#items[0] && this.#items[0].dueMs <= dueMs) {
      const item = this.#items.shift()!;
      this.#heldBytes -= sizeOf(item);
      this.#deliver(item);
    }
    const [next] = this.#items;
    if (!next) return;
    // The clock says when it is time, be it a little early.
    const onTime = () => this.#deliverUntil(Math.max(next.dueMs, this.#clock.now()));
    this.#cancel = this.#clock.at(next.dueMs, onTime);
  }
}

function sizeOf(item: Item): number {
  return item.kind === "data" ? item.bytes.length : 0;
}
