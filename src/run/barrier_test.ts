import assert from "node:assert/strict";
import { epochMs } from "../time/epoch.ts";
import { startTogether } from "./barrier.ts";

const ENDPOINTS = {
  us: { url: "ws://x/voice", headers: {}, subprotocols: [], insecure: false },
};
const { signal } = new AbortController();

Deno.test("startTogether tells all parties one moment, ahead of the last that was ready, and what one has learnt", async () => {
  const barrier = startTogether(2);
  let told = false;
  const first = barrier(undefined, signal).finally(() => told = true);
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.equal(told, false);
  const readyMs = epochMs();
  const [a, b] = await Promise.all([first, barrier(ENDPOINTS, signal)]);
  assert.deepEqual(a, b);
  assert.ok(a.atEpochMs > readyMs);
  assert.deepEqual(a.endpoints, ENDPOINTS);
});

Deno.test("startTogether asks for the moment once, when all are ready", async () => {
  let asked = 0;
  const barrier = startTogether(2, () => Promise.resolve(1000 + ++asked));
  const first = barrier(undefined, signal);
  assert.equal(asked, 0);
  const starts = await Promise.all([first, barrier(undefined, signal)]);
  assert.deepEqual(starts, [{ atEpochMs: 1001 }, { atEpochMs: 1001 }]);
});

Deno.test("startTogether waits for no moment when the run is stopped", async () => {
  const abort = new AbortController();
  const waiting = startTogether(1, () => new Promise(() => {}))(undefined, abort.signal);
  abort.abort();
  await waiting;
});

Deno.test("startTogether keeps nobody waiting when the run is stopped", async () => {
  const abort = new AbortController();
  const waiting = startTogether(2)(undefined, abort.signal);
  abort.abort();
  await waiting;
  await startTogether(2)(undefined, AbortSignal.abort());
});
