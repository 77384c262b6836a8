import type { Clock } from "./clock.ts";
import { FineTimer } from "./fine_timer.ts";
import { SystemClock } from "./system_clock.ts";

/**
 * The clock of a thread on which clients send and listen: what is due leaves 0.1 ms late, not 1 to 2.
 * Never for a thread that serves others: they would wait while it dozes.
 */
export const fineClock: Clock = new SystemClock(0, (wake) => new FineTimer(wake));
