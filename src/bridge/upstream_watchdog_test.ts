import assert from "node:assert/strict";
import { VirtualClock } from "../time/virtual_clock.ts";
import { UpstreamWatchdog } from "./upstream_watchdog.ts";

function start(answerAfterMs?: number) {
  const clock = new VirtualClock();
  const log: [number, string][] = [];
  const state = { paused: false };
  const watchdog = new UpstreamWatchdog({
    clock,
    isPaused: () => state.paused,
    ping: () => {
      log.push([clock.now(), "ping"]);
      if (answerAfterMs !== undefined) {
        clock.at(clock.now() + answerAfterMs, () => watchdog.heard());
      }
    },
    onDead: (reason) => log.push([clock.now(), reason]),
  });
  return { clock, log, state, watchdog };
}

Deno.test("UpstreamWatchdog asks after 45 s of silence and gives up 10 s later, once", async () => {
  const { clock, log, watchdog } = start();
  await clock.advance(5_000);
  watchdog.heard();
  await clock.advance(300_000);
  assert.deepEqual(log, [[50_000, "ping"], [60_000, "the upstream was silent for 55 s"]]);
});

Deno.test("UpstreamWatchdog goes on after an answer, and asks again", async () => {
  const { clock, log, watchdog } = start(9_000);
  await clock.advance(120_000);
  assert.deepEqual(log, [[45_000, "ping"], [100_000, "ping"]]);
  watchdog.stop();
});

Deno.test("UpstreamWatchdog does not blame an upstream that is not read, nor acts once stopped", async () => {
  const { clock, log, state, watchdog } = start();
  state.paused = true;
  await clock.advance(54_000);
  await clock.advance(2_000);
  assert.deepEqual(log, [[45_000, "ping"]]);
  state.paused = false;
  await clock.advance(44_500);
  watchdog.stop();
  await clock.advance(60_000);
  assert.deepEqual(log, [[45_000, "ping"], [100_000, "ping"]]);
});
