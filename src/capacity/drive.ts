import type { Clock } from "../time/clock.ts";
import { type Attempt, type Found, nextLevel, type SearchRules } from "./search.ts";

export interface SearchOptions<T extends Attempt> {
  readonly clock: Clock;
  readonly rules: SearchRules;
  /** No attempt begins that would end after this, if it took as long as the longest so far. */
  readonly maxMs: number;
  /** @returns nothing where nothing could be measured: the search ends. */
  attempt(clients: number, number: number): Promise<T | undefined>;
  readonly signal: AbortSignal;
}

export type Ended<T> =
  & { readonly attempts: readonly T[] }
  & (
    | { readonly end: "found"; readonly found: Found }
    | { readonly end: "out of time" | "unmeasured" | "interrupted" }
  );

/** Makes one attempt after the other until the answer is there or the search must end without. */
export async function drive<T extends Attempt>(options: SearchOptions<T>): Promise<Ended<T>> {
  const { clock, rules, maxMs, attempt, signal } = options;
  const startMs = clock.now();
  const attempts: T[] = [];
  let longestMs = 0;
  while (true) {
    const next = nextLevel(attempts, rules);
    if ("found" in next) return { attempts, end: "found", found: next.found };
    const beganMs = clock.now();
    if (beganMs - startMs + longestMs > maxMs) return { attempts, end: "out of time" };
    const result = await attempt(next.clients, attempts.length + 1);
    if (signal.aborted) return { attempts, end: "interrupted" };
    if (!result) return { attempts, end: "unmeasured" };
    attempts.push(result);
    longestMs = Math.max(longestMs, clock.now() - beganMs);
  }
}
