import assert from "node:assert/strict";
import { RateLimits } from "./rate_limits.ts";

Deno.test("what remains goes down with every response and comes back after a minute", () => {
  const limits = new RateLimits();
  const remaining = (tokens: number, atMs: number) => limits.spend(tokens, atMs)[0]!.remaining;
  assert.equal(remaining(284, 0), 14_999_716);
  assert.equal(remaining(16, 30_000), 14_999_700);
  assert.equal(remaining(100, 60_000), 14_999_884);
  assert.equal(remaining(0, 90_000), 14_999_900);
});

Deno.test("the time to recover is that of the tokens used, as seen on the wire", () => {
  const [limit] = new RateLimits().spend(284, 0);
  assert.deepEqual(limit, {
    name: "tokens",
    limit: 15_000_000,
    remaining: 14_999_716,
    reset_seconds: 0.001,
  });
});
