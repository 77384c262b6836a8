import { Worker } from "node:worker_threads";
import { type Bell, newBell, ORDERS, RINGS } from "./bell.ts";
import type { Timer } from "./timer.ts";

/** A native timer may fire so much after the time that it was given. */
const NATIVE_LAG_MS = 1.5;
/** From here on the waker sleeps for it; a native timer that still fires in time needs 1 ms at least. */
const NEAR_MS = 3;
/**
 * A wake takes about this long, so that it is ordered sooner by as much. Most are a little quicker: the
 * rest of the time is spun away, 0.01 ms on average and this at most.
 */
const LEAD_MS = 0.1;
/** Between two wakes. Each costs as much as several frames, so those due within this time leave together. */
const LEAST_GAP_MS = 0.25;

/**
 * A timer that is right to 0.1 ms. A native one comes near; then a thread of its own sleeps for the
 * rest and wakes this one. This one waits for its sockets meanwhile: to sleep here, or to spin for long,
 * would hold up what is received (docs/decisions/0006). Should the waker fail, a native timer is late instead.
 */
export class FineTimer implements Timer {
  #dueMs = Infinity;
  #wokenMs = 0;
  #native: ReturnType<typeof setTimeout> | undefined;
  #started: Promise<void> | undefined;
  #isListening = false;
  readonly #bell = newBell();

  constructor(readonly wake: () => void) {}

  /** Starts the waker, if that was not done. Resolves when it is ready, a tenth of a second later. */
  start(): Promise<void> {
    return this.#started ??= startWaker(this.#bell);
  }

  arm(dueMs: number): void {
    void this.start();
    this.#dueMs = Math.max(dueMs, this.#wokenMs + LEAST_GAP_MS);
    this.#approach();
  }

  disarm(): void {
    clearTimeout(this.#native);
    this.#dueMs = Infinity;
  }

  #approach(): void {
    clearTimeout(this.#native);
    const leftMs = Math.max(0, this.#dueMs - performance.now());
    const isNear = leftMs < NEAR_MS;
    const delayMs = isNear ? Math.ceil(leftMs) : Math.floor(leftMs - NATIVE_LAG_MS);
    // Also where the waker sleeps: it does not keep the event loop alive.
    this.#native = setTimeout(() => this.#look(), delayMs);
    if (isNear) this.#order(Math.max(0, leftMs - LEAD_MS));
  }

  #look(): void {
    if (this.#dueMs === Infinity) return;
    let nowMs = performance.now();
    if (nowMs < this.#dueMs - LEAD_MS) return this.#approach();
    while (nowMs < this.#dueMs) nowMs = performance.now();
    this.disarm();
    this.#wokenMs = nowMs;
    this.wake();
  }

  #order(leftMs: number): void {
    void this.#listen();
    this.#bell.leftMs[0] = leftMs;
    Atomics.add(this.#bell.cells, ORDERS, 1);
    Atomics.notify(this.#bell.cells, ORDERS);
  }

  async #listen(): Promise<void> {
    if (this.#isListening) return;
    this.#isListening = true;
    const { cells } = this.#bell;
    await Atomics.waitAsync(cells, RINGS, Atomics.load(cells, RINGS)).value;
    this.#isListening = false;
    this.#look();
  }
}

function startWaker(workerData: Bell): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const waker = new Worker(new URL("./waker.ts", import.meta.url), { workerData });
  const go = () => {
    waker.unref();
    resolve();
  };
  waker.once("message", go).once("error", go);
  return promise;
}
