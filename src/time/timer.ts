/** Wakes once at a time, or a little after it, and sometimes a little before. */
export interface Timer {
  /** Wakes at `dueMs` of `performance.now()`, in a task of its own, instead of when it was armed for. */
  arm(dueMs: number): void;
  disarm(): void;
}

export type MakeTimer = (wake: () => void) => Timer;
