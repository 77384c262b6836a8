import type { Cancel, Clock } from "../time/clock.ts";

export interface TimedStep {
  /** Absolute, on the clock. */
  readonly dueMs: number;
  run(): void;
}

/**
 * Runs steps at their own absolute due times, so that a late step does not delay those after it.
 * `steps` must be in order of time. Each is a task of the clock for itself, one outstanding at any
 * moment: other tasks may come between two that are due.
 */
export function playTimeline(clock: Clock, steps: readonly TimedStep[]): Cancel {
  let next = 0;
  let cancelled = false;
  let cancelTask: Cancel = () => {};
  const arm = () => {
    const step = steps[next];
    if (step && !cancelled) cancelTask = clock.at(step.dueMs, fire);
  };
  const fire = () => {
    steps[next++]!.run();
    arm();
  };
  arm();
  return () => {
    cancelled = true;
    cancelTask();
  };
}
