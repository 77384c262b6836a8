import assert from "node:assert/strict";
import { HeardTurn } from "./heard_turn.ts";

const PCM = { samples: new Int16Array(), sampleRateHz: 24_000 };

Deno.test("a turn is listened to when asked for, and once", () => {
  let count = 0;
  const turn = new HeardTurn(PCM, () => ({ transcript: `heard ${++count}` }));
  assert.equal(count, 0);
  assert.deepEqual(turn.transcription, { transcript: "heard 1" });
  turn.forget();
  assert.deepEqual(turn.transcription, { transcript: "heard 1" });
});

Deno.test("a forgotten turn has no words", () => {
  const turn = new HeardTurn(PCM, () => ({ transcript: "too late" }));
  turn.forget();
  assert.deepEqual(turn.transcription, { transcript: "" });
});
