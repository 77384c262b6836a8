import type { Cancel, Clock } from "../time/clock.ts";

/** Who has a frame to send every `frameMs`. */
export interface Paced {
  /** Of the next frame, on the pacer's clock; by `frameMs` later after each that was sent. */
  readonly dueMs: number;
  send(): void;
}

/**
 * Microphones start at whole steps of this, so that frames are due together and not one by one: to wake
 * for each costs more than to send it. Of 1,000 clients of a thread fifty share a step.
 */
const STEP_MS = 1;

/** Frames are sent at most this long in one go: beyond it sockets and messages get their turn. */
const PASS_MS = 5;

/**
 * The one tick of all microphones of a thread. They have one period and each its own phase, so that
 * whoever has just sent is nearly always due last: they stand in a circle, in the order in which they
 * are due, and a frame costs neither a timer of its own nor anything that the garbage collector has to
 * find.
 */
export class Pacer {
  #circle: Paced[] = [];
  /** Whose turn it is. */
  #next = 0;
  #cancel: Cancel = () => {};
  #armedForMs = Infinity;
  /** Made once, not for each tick. */
  readonly #tick = () => this.#pass();

  /** @param onPass called before each pass. */
  constructor(
    readonly clock: Clock,
    readonly frameMs: number,
    readonly onPass: () => void = () => {},
  ) {}

  /** When a microphone that is opened now may start. */
  nextStartMs(): number {
    return Math.ceil(this.clock.now() / STEP_MS) * STEP_MS;
  }

  join(paced: Paced): void {
    this.#circle.splice(this.#next, 0, paced);
    this.#line(this.#next++);
    this.#arm();
  }

  leave(paced: Paced): void {
    const index = this.#circle.indexOf(paced);
    if (index < 0) return;
    this.#circle.splice(index, 1);
    if (index < this.#next) this.#next--;
    this.#arm();
  }

  #pass(): void {
    this.#armedForMs = -Infinity;
    this.onPass();
    const startMs = this.clock.now();
    try {
      for (let nowMs = startMs; nowMs - startMs < PASS_MS; nowMs = this.clock.now()) {
        const paced = this.#turn;
        if (!paced || paced.dueMs > nowMs) break;
        this.#next++;
        paced.send();
        this.#line(this.#circle.indexOf(paced, this.#next - 1));
      }
    } finally {
      this.#armedForMs = Infinity;
      this.#arm();
    }
  }

  /**
   * Moves who stands last in the circle before those that are due later: who was sent late is due
   * sooner than one that joined before it was sent.
   */
  #line(last: number): void {
    const circle = this.#circle;
    for (let at = last; at >= 0;) {
      const before = (at || circle.length) - 1;
      if (at === this.#next % circle.length || circle[before]!.dueMs <= circle[at]!.dueMs) return;
      [circle[before], circle[at]] = [circle[at]!, circle[before]!];
      at = before;
    }
  }

  get #turn(): Paced | undefined {
    if (this.#next >= this.#circle.length) this.#next = 0;
    return this.#circle[this.#next];
  }

  #arm(): void {
    const dueMs = this.#turn?.dueMs ?? Infinity;
    if (dueMs === this.#armedForMs || this.#armedForMs === -Infinity) return;
    this.#cancel();
    this.#armedForMs = dueMs;
    if (dueMs < Infinity) this.#cancel = this.clock.at(dueMs, this.#tick);
  }
}
