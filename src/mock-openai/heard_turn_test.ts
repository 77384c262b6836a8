import assert from "node:assert/strict";
import { HeardTurn } from "./heard_turn.ts";

Deno.test("a turn is listened to when asked for, and once", () => {
  let count = 0;
  const turn = new HeardTurn(() => ({ transcript: `heard ${++count}` }));
  assert.equal(count, 0);
  assert.deepEqual(turn.transcription, { transcript: "heard 1" });
  turn.forget();
  assert.deepEqual(turn.transcription, { transcript: "heard 1" });
});

Deno.test("a forgotten turn has no words", () => {
  const turn = new HeardTurn(() => ({ transcript: "too late" }));
  turn.forget();
  assert.deepEqual(turn.transcription, { transcript: "" });
});
