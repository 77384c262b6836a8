import assert from "node:assert/strict";
import { sleepUntil } from "./clock.ts";
import { lightClock } from "./light_clock.ts";

Deno.test("lightClock runs tasks in their order, none before its time, and none that was cancelled", async () => {
  const startMs = lightClock.now();
  const ran: (readonly [string, number])[] = [];
  const at = (name: string, afterMs: number) => {
    const dueMs = startMs + afterMs;
    return lightClock.at(dueMs, () => ran.push([name, lightClock.now() - dueMs]));
  };
  at("third", 30);
  at("first", 5);
  const cancel = at("cancelled", 10);
  at("second", 20);
  cancel();
  at("cancelled too", 60_000)();
  await sleepUntil(lightClock, startMs + 40);
  assert.deepEqual(ran.map(([name]) => name), ["first", "second", "third"]);
  assert.ok(ran.every(([, lateMs]) => lateMs >= 0));
});
