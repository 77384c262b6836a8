import assert from "node:assert/strict";
import { VirtualClock } from "../time/virtual_clock.ts";
import { startOnTime } from "./start_on_time.ts";

function* endless() {
  for (let dueMs = 0;; dueMs += 10) yield { dueMs };
}

Deno.test("startOnTime starts each item at its due time, several at once too", async () => {
  const clock = new VirtualClock(500);
  const started: [number, number][] = [];
  const items = [5, 5, 5, 20].map((dueMs) => ({ dueMs }));
  const { signal } = new AbortController();
  const all = startOnTime(clock, 1000, items, ({ dueMs }) => {
    started.push([dueMs, clock.now()]);
  }, signal);
  await clock.advance(1000);
  await all;
  assert.deepEqual(started, [[5, 1005], [5, 1005], [5, 1005], [20, 1020]]);
});

Deno.test("startOnTime asks for no more items than are due, and stops on the signal", async () => {
  const clock = new VirtualClock();
  let started = 0;
  const abort = new AbortController();
  const all = startOnTime(clock, 0, endless(), () => started++, abort.signal);
  await clock.advance(95);
  abort.abort();
  await all;
  await clock.advance(1000);
  assert.equal(started, 10);
});

Deno.test("startOnTime starts nothing when the signal has aborted before", async () => {
  const clock = new VirtualClock();
  await startOnTime(clock, 0, endless(), () => assert.fail(), AbortSignal.abort());
});
