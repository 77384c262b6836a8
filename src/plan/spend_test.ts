import assert from "node:assert/strict";
import type { SpeechFixture } from "../audio/fixture.ts";
import { estimateSpend } from "./spend.ts";

Deno.test("estimateSpend adds up speech, waiting and replies of all turns", () => {
  const threeSeconds: SpeechFixture = {
    name: "a",
    path: "a.wav",
    samples: new Int16Array(72_000),
    firstSpeechSample: 0,
    lastSpeechSample: 71_999,
    boundsFrom: "detected",
  };
  const session = {
    id: "x-1",
    region: "x",
    dueMs: 0,
    scenario: "conversation",
    turns: ["a", "a", "a"],
  };
  assert.deepEqual(estimateSpend([session, session], [threeSeconds]), {
    clients: 2,
    audioMinutes: 1, // 6 turns of 3 s of speech, 2 s of waiting, 5 s of reply
    // Each session: 30, then 30 + 100 + 30, then 160 + 100 + 30.
    inputTokens: 2 * (30 + 160 + 290),
    outputTokens: 600,
  });
});
