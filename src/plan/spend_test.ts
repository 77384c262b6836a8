import assert from "node:assert/strict";
import type { SpeechFixture } from "../audio/fixture.ts";
import type { Load } from "../config/load.ts";
import { planOf } from "./plan_fixtures.ts";
import { estimateSpend } from "./spend.ts";

const threeSeconds: SpeechFixture = {
  name: "a",
  path: "a.wav",
  samples: new Int16Array(72_000),
  firstSpeechSample: 0,
  lastSpeechSample: 71_999,
  boundsFrom: "detected",
};

function spend(load: Load, regions = ["us"]) {
  const thinkBetween = { kind: "constant", ms: 0 } as const;
  const plan = planOf(load, { fixtures: ["a"], thinkBetween, gracefulStopMs: 10_000 });
  return estimateSpend(plan, regions, [threeSeconds]);
}

Deno.test("estimateSpend adds up speech, waiting and replies of all turns", () => {
  assert.deepEqual(spend({ shape: "constant-sessions", clients: 2, rampMs: 0, turns: 3 }), {
    clients: 2,
    audioMinutes: 1, // 6 turns of 3 s of speech, 2 s of waiting, 5 s of reply
    // Each session: 30, then 30 + 100 + 30, then 160 + 100 + 30.
    inputTokens: 2 * (30 + 160 + 290),
    outputTokens: 600,
  });
});

Deno.test("estimateSpend fills the time of a session that goes on until it is up", () => {
  const load: Load = { shape: "constant-sessions", clients: 1, rampMs: 0, durationMs: 25_000 };
  assert.equal(spend(load).audioMinutes, 0.5); // the third turn begins within it and is heard out
  assert.equal(spend(load, ["us", "eu"]).audioMinutes, 1);
});

Deno.test("estimateSpend does not count arrivals that no client can take", () => {
  const load = (clients: number): Load => ({
    shape: "constant-arrival-rate",
    clients,
    turns: 1,
    stages: [{ durationMs: 60_000, from: 1, to: 1 }],
  });
  assert.equal(spend(load(100)).audioMinutes, 10); // 60 sessions of 10 s
  assert.equal(spend(load(2)).audioMinutes, 2 * 70 / 60);
});
