import type { Cancel } from "./clock.ts";

interface Entry {
  readonly dueMs: number;
  readonly order: number;
  task: (() => void) | undefined;
}

/** Fewer cancelled entries than this are not worth sweeping out. */
const MIN_SWEEP = 64;

/**
 * Tasks ordered by due time, first in first out among equals: a binary heap. Both clocks are this
 * queue plus a way to let time pass. A cancelled entry stays in the heap, empty, until it surfaces or
 * the empty ones are the majority.
 */
export class TimerQueue {
  #heap: Entry[] = [];
  #order = 0;
  #empty = 0;

  /** Entries held, cancelled ones among them. */
  get size(): number {
    return this.#heap.length;
  }

  /** Due time of the earliest live task, `Infinity` when there is none. */
  get nextDueMs(): number {
    while (this.#heap[0] && !this.#heap[0].task) {
      this.#pop();
      this.#empty--;
    }
    return this.#heap[0]?.dueMs ?? Infinity;
  }

  add(dueMs: number, task: () => void): Cancel {
    if (!Number.isFinite(dueMs)) throw new RangeError(`'dueMs' must be finite, got ${dueMs}`);
    const entry: Entry = { dueMs, order: this.#order++, task };
    this.#push(entry);
    return () => this.#cancel(entry);
  }

  /** Removes and returns the earliest task that is due at `nowMs`, if there is one. */
  takeDue(nowMs: number): (() => void) | undefined {
    if (this.nextDueMs > nowMs) return undefined;
    const entry = this.#pop();
    const task = entry.task;
    entry.task = undefined;
    return task;
  }

  #cancel(entry: Entry): void {
    if (!entry.task) return;
    entry.task = undefined;
    this.#empty++;
    if (this.#empty < MIN_SWEEP || this.#empty * 2 < this.#heap.length) return;
    // In order, which is also a heap.
    this.#heap = this.#heap.filter(({ task }) => task).sort((a, b) => isBefore(a, b) ? -1 : 1);
    this.#empty = 0;
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let hole = heap.push(entry) - 1;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (!isBefore(entry, heap[parent]!)) break;
      heap[hole] = heap[parent]!;
      hole = parent;
    }
    heap[hole] = entry;
  }

  #pop(): Entry {
    const heap = this.#heap;
    const top = heap[0]!;
    const last = heap.pop()!;
    if (heap.length > 0) this.#sink(last);
    return top;
  }

  #sink(entry: Entry): void {
    const heap = this.#heap;
    let hole = 0;
    while (true) {
      let child = 2 * hole + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (!isBefore(heap[child]!, entry)) break;
      heap[hole] = heap[child]!;
      hole = child;
    }
    heap[hole] = entry;
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.order < b.order);
}
