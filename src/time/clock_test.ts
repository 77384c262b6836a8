import assert from "node:assert/strict";
import fc from "fast-check";
import { sleep, sleepUntil } from "./clock.ts";
import { SystemClock } from "./system_clock.ts";
import { TimerQueue } from "./timer_queue.ts";
import { VirtualClock } from "./virtual_clock.ts";

Deno.test("TimerQueue gives tasks back by due time, equals in the order of adding", () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (dues) => {
    const queue = new TimerQueue();
    const taken: [number, number][] = [];
    dues.forEach((due, i) => queue.add(due, () => taken.push([due, i])));
    for (let task; (task = queue.takeDue(100));) task();
    const expected = dues.map((due, i): [number, number] => [due, i])
      .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    assert.deepEqual(taken, expected);
  }));
});

Deno.test("TimerQueue skips cancelled tasks and leaves the rest in order", () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.nat(20), fc.boolean())), (entries) => {
    const queue = new TimerQueue();
    const taken: number[] = [];
    for (const [due, cancelled] of entries) {
      const cancel = queue.add(due, () => taken.push(due));
      if (cancelled) cancel();
    }
    for (let task; (task = queue.takeDue(100));) task();
    const kept = entries.filter(([, cancelled]) => !cancelled).map(([due]) => due);
    assert.deepEqual(taken, kept.sort((a, b) => a - b));
    assert.equal(queue.nextDueMs, Infinity);
  }));
});

Deno.test("TimerQueue does not hold on to what was cancelled", () => {
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat(1000)), fc.nat(5), (dues, live) => {
      const queue = new TimerQueue();
      const taken: number[] = [];
      for (let i = 0; i < live; i++) queue.add(i, () => taken.push(i));
      for (let i = 0; i < 2000; i++) {
        queue.add(dues.next().value, () => {})();
        assert.ok(queue.size <= 2 * live + 128);
      }
      for (let task; (task = queue.takeDue(2000));) task();
      assert.deepEqual(taken, Array.from({ length: live }, (_, i) => i));
      assert.equal(queue.size, 0);
    }),
    { numRuns: 20 },
  );
});

Deno.test("TimerQueue refuses a due time that is not a number", () => {
  assert.throws(() => new TimerQueue().add(NaN, () => {}), RangeError);
});

Deno.test("VirtualClock runs tasks at their own time, also those added on the way", async () => {
  const clock = new VirtualClock(100);
  const seen: number[] = [];
  clock.at(150, () => {
    seen.push(clock.now());
    clock.at(160, () => seen.push(clock.now()));
  });
  await clock.advance(100);
  assert.deepEqual(seen, [150, 160]);
  assert.equal(clock.now(), 200);
});

Deno.test("VirtualClock loses no time to calls that overlap, nor to a task that throws", async () => {
  const clock = new VirtualClock();
  const seen: number[] = [];
  clock.at(100, () => {
    throw new Error("task");
  });
  clock.at(500, () => seen.push(clock.now()));
  const first = assert.rejects(clock.advance(100), /task/);
  await Promise.all([first, clock.advance(300), clock.advance(300)]);
  assert.equal(clock.now(), 700);
  assert.deepEqual(seen, [500]);
});

Deno.test("sleep resolves on time and rejects with the signal's reason", async () => {
  const clock = new VirtualClock();
  let woken = false;
  sleep(clock, 10).then(() => woken = true);
  await clock.advance(9.9);
  assert.equal(woken, false);
  await clock.advance(0.1);
  assert.equal(woken, true);

  const controller = new AbortController();
  const pending = sleepUntil(clock, 1e6, controller.signal);
  controller.abort(new Error("stop"));
  await assert.rejects(pending, /stop/);
});

Deno.test("SystemClock never runs a task early and keeps the order of due times", async () => {
  const clock = new SystemClock();
  const start = clock.now();
  const order: number[] = [];
  const early: number[] = [];
  await Promise.all([8, 3, 5, 3].map((ms) =>
    sleepUntil(clock, start + ms).then(() => {
      order.push(ms);
      if (clock.now() < start + ms) early.push(ms);
    })
  ));
  assert.deepEqual(order, [3, 3, 5, 8]);
  assert.deepEqual(early, []);
});

Deno.test("SystemClock goes on after a task that throws", async () => {
  // In a worker: the error of a task must surface there, not vanish, and must not stop the others.
  const code = `
    import { SystemClock } from "${new URL("./system_clock.ts", import.meta.url)}";
    const clock = new SystemClock();
    addEventListener("error", (e) => { e.preventDefault(); postMessage("error"); });
    clock.at(clock.now() + 1, () => { throw new Error("task"); });
    clock.at(clock.now() + 2, () => postMessage("second"));`;
  const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  const worker = new Worker(url, { type: "module" });
  const messages: string[] = [];
  await new Promise<void>((resolve) =>
    worker.onmessage = (e) => {
      if (messages.push(e.data) === 2) resolve();
    }
  );
  worker.terminate();
  URL.revokeObjectURL(url);
  assert.deepEqual(messages.sort(), ["error", "second"]);
});

Deno.test("SystemClock lets others have their turn however far behind it is", async () => {
  const clock = new SystemClock();
  let running = true;
  // Always due, and always late: each task takes longer than the time to the next.
  const again = (dueMs: number) =>
    clock.at(dueMs, () => {
      const untilMs = clock.now() + 2;
      while (clock.now() < untilMs);
      if (running) again(dueMs + 1);
    });
  again(clock.now());
  await new Promise<void>((resolve) => setTimeout(resolve, 20));
  running = false;
  await sleep(clock, 20);
});
