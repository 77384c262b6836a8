import type { Random } from "../random/random.ts";
import type { Step } from "./step.ts";

/**
 * Puts each item off by a time of its own, drawn evenly from 0 to `maxMs`. As in TCP, order is kept:
 * what is late holds up what follows.
 */
export function jitter(maxMs: number, random: Random): Step {
  let lastDueMs = -Infinity;
  return (item) => {
    lastDueMs = Math.max(lastDueMs, item.dueMs + random() * maxMs);
    return [{ ...item, dueMs: lastDueMs }];
  };
}
