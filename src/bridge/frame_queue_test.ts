import assert from "node:assert/strict";
import { FrameQueue } from "./frame_queue.ts";

Deno.test("FrameQueue gives frames back in order, once", () => {
  const queue = new FrameQueue({ frames: 10, bytes: 100 });
  for (const frame of ["a", "b", "c"]) assert.equal(queue.add(frame), true);
  assert.deepEqual(queue.takeAll(), ["a", "b", "c"]);
  assert.deepEqual(queue.takeAll(), []);
});

Deno.test("FrameQueue refuses what exceeds the frames or the UTF-8 bytes, and keeps the rest", () => {
  const few = new FrameQueue({ frames: 2, bytes: 100 });
  assert.deepEqual(["a", "b", "c"].map((frame) => few.add(frame)), [true, true, false]);
  assert.deepEqual(few.takeAll(), ["a", "b"]);
  assert.equal(few.add("d"), true);

  const small = new FrameQueue({ frames: 100, bytes: 5 });
  assert.deepEqual(["äö", "ü", "x"].map((frame) => small.add(frame)), [true, false, true]);
});
