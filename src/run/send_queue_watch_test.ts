import assert from "node:assert/strict";
import { VirtualClock } from "../time/virtual_clock.ts";
import { SendQueueWatch } from "./send_queue_watch.ts";

function table(queued: string, retransmits: string): string {
  return `header\n 0: 0100007F:8000 0100007F:1F40 01 ${queued}:00000000 00:00000000 ${retransmits}\n`;
}

Deno.test("SendQueueWatch keeps the most that was held back, and counts what was sent again", async () => {
  const clock = new VirtualClock();
  const tables = [
    table("00000100", "00000000"),
    table("00010000", "00000001"),
    table("0", "00000000"),
  ];
  using watch = new SendQueueWatch(clock, () => Promise.resolve(tables.shift()));
  await watch.start(["ws://127.0.0.1:8000/voice"]);
  await clock.advance(10_000);
  assert.deepEqual(watch.heldBack, { looks: 3, mostBytes: 65_536, retransmitting: 1 });
});

Deno.test("SendQueueWatch says nothing where the system does not tell, and stops when it is over", async () => {
  const clock = new VirtualClock();
  let reads = 0;
  const watch = new SendQueueWatch(clock, () => Promise.resolve(void reads++));
  await watch.start(["ws://127.0.0.1:8000/voice"]);
  await clock.advance(5_000);
  assert.deepEqual([watch.heldBack, reads], [undefined, 1]);
  watch[Symbol.dispose]();
  await watch.start(["ws://127.0.0.1:8000/voice"]);
  await clock.advance(5_000);
  assert.equal(reads, 1);
});
