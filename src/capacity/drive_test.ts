import assert from "node:assert/strict";
import { sleep } from "../time/clock.ts";
import { VirtualClock } from "../time/virtual_clock.ts";
import { drive, type SearchOptions } from "./drive.ts";
import type { Attempt } from "./search.ts";

const LEVEL_MS = 20_000;

/** A system that holds 37 clients; each attempt takes 20 s. */
async function search(options: Partial<SearchOptions<Attempt>> = {}) {
  const clock = new VirtualClock();
  const running = drive({
    clock,
    rules: { first: 5, max: 1000, repeats: 1, precision: 0.05 },
    maxMs: 3600_000,
    attempt: async (clients: number) => {
      await sleep(clock, LEVEL_MS);
      return { clients, passed: clients <= 37 };
    },
    signal: new AbortController().signal,
    ...options,
  });
  await clock.advance(7200_000);
  return await running;
}

Deno.test("drive tries until the answer is there", async () => {
  const ended = await search();
  assert.deepEqual(ended.end === "found" && ended.found, { clients: 37, failed: 38 });
  assert.deepEqual(ended.attempts.map(({ clients }) => clients).slice(0, 5), [5, 10, 20, 40, 30]);
});

Deno.test("drive begins no attempt that it has no time for", async () => {
  const ended = await search({ maxMs: 3.5 * LEVEL_MS });
  assert.deepEqual([ended.end, ended.attempts.length], ["out of time", 3]);
});

Deno.test("drive ends when nothing can be measured, and when it is told to", async () => {
  const unmeasured = await search({ attempt: () => Promise.resolve(undefined) });
  assert.deepEqual(unmeasured, { attempts: [], end: "unmeasured" });
  const interrupted = await search({ signal: AbortSignal.abort() });
  assert.deepEqual(interrupted, { attempts: [], end: "interrupted" });
});
