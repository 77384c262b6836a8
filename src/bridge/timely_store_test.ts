import assert from "node:assert/strict";
import { VirtualClock } from "../time/virtual_clock.ts";
import { timelyStore } from "./timely_store.ts";
import { MemoryUsageStore } from "./usage_store.ts";

const BATCH = { id: "a", rows: [] };

Deno.test("a store that keeps silent is given up", async () => {
  const clock = new VirtualClock();
  const silent = new MemoryUsageStore();
  silent.add = silent.read = () => new Promise<never>(() => {});
  const store = timelyStore(silent, clock);
  const given = [assert.rejects(store.add(BATCH), /2 s/), assert.rejects(store.read("d"), /2 s/)];
  await clock.advance(2_000);
  await Promise.all(given);
});

Deno.test("an answer and a failure are handed on", async () => {
  const store = timelyStore(new MemoryUsageStore(), new VirtualClock());
  await store.add(BATCH);
  assert.deepEqual(await store.read("2026-01-01"), []);
  const down = new MemoryUsageStore();
  down.read = () => Promise.reject(new Error("down"));
  await assert.rejects(timelyStore(down, new VirtualClock()).read("d"), /down/);
});
