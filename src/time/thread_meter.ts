import process from "node:process";
import { percentile } from "../random/percentile.ts";
import type { Clock } from "./clock.ts";

/** How busy a thread was over a span of time. */
export interface ThreadLoad {
  /** CPU time over elapsed time: 1 is a whole core. */
  readonly cpuShare: number;
  /** How late its timers ran, at p95: what waits for the thread waits about so long. */
  readonly lateP95Ms: number;
}

/** Each look costs a timer, and adds a value to the span. */
const PERIOD_MS = 10;

/** Meters the thread that it is made on, from then on and for good. */
export class ThreadMeter {
  #dueMs: number;
  #sinceMs: number;
  #cpuMs: number;
  #lateMs: number[] = [];

  constructor(readonly clock: Clock, readonly cpuMs: () => number = threadCpuMs) {
    this.#sinceMs = clock.now();
    this.#dueMs = this.#sinceMs + PERIOD_MS;
    this.#cpuMs = cpuMs();
    this.#arm();
  }

  /** The load since the call before, or since the meter was made. */
  take(): ThreadLoad {
    const nowMs = this.clock.now();
    const cpuMs = this.cpuMs();
    const cpuShare = (cpuMs - this.#cpuMs) / Math.max(1, nowMs - this.#sinceMs);
    const lateMs = [...this.#lateMs, Math.max(0, nowMs - this.#dueMs)];
    this.#sinceMs = nowMs;
    this.#cpuMs = cpuMs;
    this.#lateMs = [];
    return { cpuShare, lateP95Ms: percentile(lateMs, 0.95) };
  }

  #arm(): void {
    this.clock.at(this.#dueMs, () => {
      const nowMs = this.clock.now();
      this.#lateMs.push(nowMs - this.#dueMs);
      this.#dueMs = nowMs + PERIOD_MS;
      this.#arm();
    });
  }
}

/** CPU time of this thread alone. */
function threadCpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
