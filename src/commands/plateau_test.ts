import assert from "node:assert/strict";
import type { SpeechFixture } from "../audio/fixture.ts";
import { VirtualClock } from "../time/virtual_clock.ts";
import { Plateau } from "./plateau.ts";

const HELLO: SpeechFixture = {
  name: "hello",
  path: "hello.wav",
  samples: new Int16Array(24_000),
  firstSpeechSample: 2_400,
  lastSpeechSample: 14_400,
  boundsFrom: "manifest",
};

function plateauOf(clock: VirtualClock) {
  return new Plateau(clock, { fromMs: 1000, toMs: 3000 }, [HELLO]);
}

Deno.test("Plateau holds the turns whose callers began to wait while all of them called", async () => {
  const clock = new VirtualClock();
  await clock.advance(5_000);
  const beganMs = clock.wallMs();
  const plateau = plateauOf(clock);
  plateau.begun();
  await clock.advance(400);
  plateau.begun();
  const holds = (sinceMs: number, fixture = "hello") =>
    plateau.holds({ startedAtMs: beganMs + sinceMs, fixture });
  // Half a second is spoken first.
  assert.deepEqual([499, 500, 2499, 2500].map((ms) => holds(ms)), [false, true, true, false]);
  assert.deepEqual([999, 1000].map((ms) => holds(ms, "typed")), [false, true]);
});

Deno.test("Plateau meters from when all clients have dialled to when the first hangs up", async () => {
  const clock = new VirtualClock();
  const plateau = plateauOf(clock);
  let sinceMs = 0;
  plateau.meterBy(() => {
    const cpuShare = clock.now() - sinceMs;
    sinceMs = clock.now();
    return Promise.resolve({ bridge: { cpuShare, lateP95Ms: 0 } });
  });
  await clock.advance(700);
  plateau.begun();
  await clock.advance(7_900);
  assert.deepEqual(await plateau.end(), { bridge: { cpuShare: 2000, lateP95Ms: 0 } });
});

Deno.test("Plateau meters nothing any more where the load ends before it does", async () => {
  const clock = new VirtualClock();
  const plateau = plateauOf(clock);
  let calls = 0;
  plateau.meterBy(() => {
    calls++;
    return Promise.resolve({});
  });
  plateau.begun();
  await clock.advance(2_900);
  assert.deepEqual([await plateau.end(), calls], [{}, 1]);
  await clock.advance(5_000);
  assert.equal(calls, 1);
});
