import type { WireEventOf } from "./wire.ts";

type RateLimit = WireEventOf<"rate_limits.updated">["rate_limits"][number];

/** Of the highest tier seen. */
const TOKENS_PER_MINUTE = 15_000_000;
const WINDOW_MS = 60_000;

/** Counts the tokens of the last minute: what remains goes down with every response and comes back. */
export class RateLimits {
  readonly #spent: { readonly atMs: number; readonly tokens: number }[] = [];

  /** Takes a response's tokens off and tells what is left. */
  spend(tokens: number, nowMs: number): RateLimit[] {
    while (this.#spent[0] && this.#spent[0].atMs <= nowMs - WINDOW_MS) this.#spent.shift();
    this.#spent.push({ atMs: nowMs, tokens });
    const used = this.#spent.reduce((sum, { tokens }) => sum + tokens, 0);
    return [{
      name: "tokens",
      limit: TOKENS_PER_MINUTE,
      remaining: Math.max(0, TOKENS_PER_MINUTE - used),
      reset_seconds: Number((used / TOKENS_PER_MINUTE * 60).toFixed(3)),
    }];
  }
}
