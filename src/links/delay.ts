import type { Step } from "./step.ts";

/** Puts everything off by the same time. */
export function delay(ms: number): Step {
  return (item) => [{ ...item, dueMs: item.dueMs + ms }];
}
