import assert from "node:assert/strict";
import fc from "fast-check";
import type { Clock } from "../time/clock.ts";
import { VirtualClock } from "../time/virtual_clock.ts";
import { Microphone } from "./microphone.ts";
import { type Paced, Pacer } from "./pacer.ts";

const FRAME_MS = 20;

/** Tells when each of its frames was sent, and leaves after the last one. */
class Sender implements Paced {
  readonly sentMs: number[] = [];
  dueMs: number;

  constructor(readonly pacer: Pacer, readonly frames: number) {
    this.dueMs = pacer.clock.now() + FRAME_MS;
    pacer.join(this);
  }

  send(): void {
    this.sentMs.push(this.pacer.clock.now());
    this.dueMs += FRAME_MS;
    if (this.sentMs.length === this.frames) this.pacer.leave(this);
  }
}

const SENDERS = fc.array(
  fc.record({ joinMs: fc.nat(300).map((n) => n / 3), frames: fc.integer({ min: 1, max: 8 }) }),
);

Deno.test("Pacer: whoever joins and leaves, each frame is sent when it is due", async () => {
  await fc.assert(fc.asyncProperty(SENDERS, async (plans) => {
    const clock = new VirtualClock();
    const pacer = new Pacer(clock, FRAME_MS);
    const senders: Sender[] = [];
    for (const { joinMs, frames } of plans) {
      clock.at(joinMs, () => senders.push(new Sender(pacer, frames)));
    }
    await clock.advance(1000);
    for (const [i, { joinMs, frames }] of plans.toSorted((a, b) => a.joinMs - b.joinMs).entries()) {
      const { sentMs } = senders[i]!;
      assert.equal(sentMs.length, frames);
      sentMs.forEach((ms, n) => assert.ok(Math.abs(ms - joinMs - (n + 1) * FRAME_MS) < 1e-9));
    }
  }));
});

Deno.test("Pacer: microphones that are opened within a millisecond are due together, and what they say counts from then", async () => {
  const clock = new VirtualClock();
  const pacer = new Pacer(clock, FRAME_MS);
  const sentMs: number[][] = [];
  const spokenMs: number[] = [];
  for (const openMs of [3.2, 3.9, 4, 4.1]) {
    clock.at(openMs, () => {
      const own: number[] = [];
      sentMs.push(own);
      const mic = new Microphone(pacer, ["room"], () => own.push(clock.now()));
      mic.start();
      spokenMs.push(mic.speak(["hello"]));
    });
  }
  await clock.advance(50);
  assert.deepEqual(sentMs, [[24, 44], [24, 44], [24, 44], [25, 45]]);
  assert.deepEqual(spokenMs, [4, 4, 4, 5]);
});

/** A clock that is set by hand and runs no task by itself. */
class HandClock implements Clock {
  nowMs = 0;
  task: () => void = () => {};

  now(): number {
    return this.nowMs;
  }

  wallMs(): number {
    return this.nowMs;
  }

  at(_dueMs: number, task: () => void): () => void {
    this.task = task;
    return () => {};
  }
}

/** Each step: time passes while the thread is held up, then either a sender joins or it goes on. */
const STEPS = fc.array(fc.record({ heldMs: fc.nat(70), joins: fc.boolean() }), { maxLength: 40 });

Deno.test("Pacer: whatever held it up, and whoever joined meanwhile, the soonest due is sent first", () => {
  fc.assert(fc.property(STEPS, (steps) => {
    const clock = new HandClock();
    const pacer = new Pacer(clock, FRAME_MS);
    const sent: number[] = [];
    const dues: number[] = [];
    for (const { heldMs, joins } of steps) {
      clock.nowMs += heldMs;
      if (joins) {
        let dueMs = clock.nowMs + FRAME_MS;
        dues.push(dueMs);
        const send = () => {
          sent.push(dueMs);
          dueMs += FRAME_MS;
        };
        pacer.join({
          get dueMs() {
            return dueMs;
          },
          send,
        });
        continue;
      }
      clock.task();
      assert.deepEqual(sent.splice(0), takeDue(dues, clock.nowMs));
    }
  }));
});

/** All that is due, the soonest first; each is due again a period later. */
function takeDue(dues: number[], nowMs: number): number[] {
  const taken: number[] = [];
  for (let least; (least = Math.min(...dues)) <= nowMs;) {
    taken.push(least);
    dues[dues.indexOf(least)]! += FRAME_MS;
  }
  return taken;
}

Deno.test("Pacer: others have their turn between frames however far behind it is", () => {
  const clock = new HandClock();
  const pacer = new Pacer(clock, FRAME_MS);
  let sent = 0;
  // Always due, and each takes a millisecond.
  const send = () => (sent++, clock.nowMs++);
  pacer.join({ dueMs: 0, send });
  clock.task();
  assert.equal(sent, 5);
});
