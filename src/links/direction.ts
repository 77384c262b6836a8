import type { Readable, Writable } from "node:stream";
import type { Clock } from "../time/clock.ts";
import { bandwidth } from "./bandwidth.ts";
import { DelayLine } from "./delay_line.ts";
import { chain, type Item, type Step } from "./step.ts";

/** Bytes held for one direction above which its sender is not read any further. */
const MAX_HELD_BYTES = 4 << 20;

export interface DirectionOptions {
  readonly from: Readable;
  readonly to: Writable;
  readonly step: Step;
  readonly clock: Clock;
  /** A reset came out of the chain. */
  readonly onReset: () => void;
}

/**
 * One direction of a connection: what `from` sends goes through the step, each chunk stamped on
 * arrival, and is written to `to` when due. A half-close travels the same way.
 */
export class Direction {
  readonly #options: DirectionOptions;
  readonly #line: DelayLine;
  #step: Step;
  #maxHeldBytes = MAX_HELD_BYTES;

  constructor(options: DirectionOptions) {
    this.#options = options;
    this.#step = options.step;
    this.#line = new DelayLine(options.clock, (item) => this.#deliver(item));
    options.from.on("data", (bytes: Uint8Array) => this.#take({ kind: "data", bytes }));
    options.from.on("end", () => this.#take({ kind: "end" }));
    options.to.on("drain", () => this.#balance());
  }

  /** The sender's connection broke: lets the receiver know, after the delay. */
  reset(): void {
    this.#take({ kind: "reset" });
  }

  /** Forgets what is on the way. */
  clear(): void {
    this.#line.clear();
  }

  /** From now on nothing gets through. */
  silence(): void {
    this.clear();
    this.#step = () => [];
  }

  /** From now on the sender is read at this rate only. */
  slowDown(bytesPerS: number): void {
    this.#step = chain([this.#step, bandwidth(bytesPerS)]);
    this.#maxHeldBytes = Math.min(MAX_HELD_BYTES, bytesPerS);
  }

  #take(event: { kind: "data"; bytes: Uint8Array } | { kind: "end" | "reset" }): void {
    const dueMs = this.#options.clock.now();
    for (const item of this.#step({ ...event, dueMs })) this.#line.add(item);
    this.#balance();
  }

  #deliver(item: Item): void {
    const { to, onReset } = this.#options;
    if (item.kind === "reset") return onReset();
    if (item.kind === "end") to.end();
    else to.write(item.bytes);
    this.#balance();
  }

  #balance(): void {
    const { from, to } = this.#options;
    const isFull = this.#line.heldBytes + to.writableLength > this.#maxHeldBytes;
    if (isFull && !from.isPaused()) from.pause();
    if (!isFull && from.isPaused()) from.resume();
  }
}
