import assert from "node:assert/strict";
import { VirtualClock } from "../time/virtual_clock.ts";
import { Microphone } from "./microphone.ts";
import { Pacer } from "./pacer.ts";

const ROOM = ["r0", "r1", "r2"];

function open(clock: VirtualClock): { mic: Microphone; sent: [number, string][] } {
  const sent: [number, string][] = [];
  const mic = new Microphone(
    new Pacer(clock, 20),
    ROOM,
    (frame) => sent.push([clock.now(), frame]),
  );
  return { mic, sent };
}

Deno.test("Microphone sends each frame when its last sample is captured, room tone by default", async () => {
  const clock = new VirtualClock(1000);
  const { mic, sent } = open(clock);
  mic.start();
  await clock.advance(85);
  mic.stop();
  await clock.advance(1000);
  assert.deepEqual(sent, [[1020, "r0"], [1040, "r1"], [1060, "r2"], [1080, "r0"]]);
});

Deno.test("Microphone speaks from the next frame on and says when its first sample is captured", async () => {
  const clock = new VirtualClock();
  const { mic, sent } = open(clock);
  mic.start();
  await clock.advance(45);
  const startMs = mic.speak(["s0", "s1"]);
  assert.equal(startMs, 40);
  await clock.advance(75);
  mic.stop();
  assert.deepEqual(sent.map(([, frame]) => frame), ["r0", "r1", "s0", "s1", "r1", "r2"]);
});

Deno.test("Microphone catches up after a stall, on the old schedule, and owns up to the lateness", () => {
  // A clock whose time is set by hand and whose tasks run late.
  let nowMs = 0;
  const tasks: [number, () => void][] = [];
  const clock = {
    now: () => nowMs,
    wallMs: () => nowMs,
    at: (dueMs: number, task: () => void) => {
      tasks.push([dueMs, task]);
      return () => {};
    },
  };
  const mic = new Microphone(new Pacer(clock, 20), ROOM, () => {});
  mic.start();
  for (const atMs of [20.5, 70, 70, 80]) {
    nowMs = atMs;
    tasks.shift()![1]();
  }
  assert.deepEqual([...mic.takeLateness()], [0.5, 30, 10, 0]);
  assert.deepEqual(tasks.map(([dueMs]) => dueMs), [100]);
  assert.equal(mic.takeLateness().length, 0);
});

Deno.test("Microphone without a room sends speech alone, tells when it has, and can be muted", async () => {
  const clock = new VirtualClock();
  const sent: [number, string][] = [];
  const mic = new Microphone(new Pacer(clock, 20), [], (frame) => sent.push([clock.now(), frame]));
  mic.start();
  await clock.advance(45);
  const startMs = mic.speak(["s0", "s1", "s2", "s3"]);
  let sentAtMs: number | undefined;
  mic.sent(startMs + 35).then(() => {
    sentAtMs = clock.now();
    mic.mute();
  });
  await clock.advance(155);
  mic.stop();
  assert.deepEqual(sent, [[60, "s0"], [80, "s1"]]);
  assert.equal(sentAtMs, 80);
  assert.deepEqual([...mic.takeLateness()], [0, 0]);
});

Deno.test("Microphone: sound up to the end of a frame has been sent with that frame", async () => {
  const clock = new VirtualClock(0.1 + 0.2);
  const mic = new Microphone(new Pacer(clock, 20), [], () => {});
  mic.start();
  const startMs = mic.speak(["s0", "s1"]);
  let sentAtMs = 0;
  mic.sent(startMs + 20).then(() => sentAtMs = clock.now());
  await clock.advance(100);
  mic.stop();
  assert.ok(Math.abs(sentAtMs - startMs - 20) < 1e-6);
});
