import type { WireEventOf } from "./wire.ts";

type RateLimit = WireEventOf<"rate_limits.updated">["rate_limits"][number];

/** Of the highest tier seen. */
const TOKENS_PER_MINUTE = 15_000_000;
const WINDOW_MS = 60_000;

/** Counts the tokens of the last minute: what remains goes down with every response and comes back. */
export class RateLimits {
  readonly #spent: { readonly atMs: number; readonly tokens: number }[] = [];
  #used = 0;

  /** Takes a response's tokens off and tells what is left. */
  spend(tokens: number, nowMs: number): RateLimit[] {
    while (this.#spent[0] && this.#spent[0].atMs <= nowMs - WINDOW_MS) {
      this.#used -= this.#spent.shift()!.tokens;
    }
    this.#spent.push({ atMs: nowMs, tokens });
    this.#used += tokens;
    return [{
      name: "tokens",
      limit: TOKENS_PER_MINUTE,
      remaining: Math.max(0, TOKENS_PER_MINUTE - this.#used),
      reset_seconds: Number((this.#used / TOKENS_PER_MINUTE * 60).toFixed(3)),
    }];
  }
}
