import assert from "node:assert/strict";
import { BUNDLED_SPEECH, loadFixtures } from "../audio/fixture.ts";
import { noise, silence } from "./session_harness.ts";
import { TurnDetector } from "./turn_detection.ts";
import { SpeechStretch } from "./turn_end.ts";

const WINDOW_MS = 20;
const steady = (ms: number) => new Array<number>(ms / WINDOW_MS).fill(-20);
const falling = (ms: number) => [...steady(ms - 120), ...new Array<number>(6).fill(-30)];

function waitFor(eagerness: "low" | "medium" | "high" | "auto", levelsDbfs: number[]): number {
  const stretch = new SpeechStretch(WINDOW_MS);
  for (const level of levelsDbfs) stretch.addLoudWindow(level);
  return stretch.silenceMs(eagerness);
}

Deno.test("the silence that ends a turn depends on how finished the speech sounds", () => {
  const wait = (levels: number[]) => waitFor("medium", levels);
  assert.equal(wait(falling(1000)), 500);
  assert.equal(wait(steady(1000)), 1000);
  assert.equal(wait(falling(400)), 1000);
  assert.equal(wait(steady(400)), 4000);
});

Deno.test("the longest wait is that of the eagerness", () => {
  const longest = (["low", "medium", "high", "auto"] as const)
    .map((eagerness) => waitFor(eagerness, steady(100)));
  assert.deepEqual(longest, [8000, 4000, 2000, 4000]);
});

/** Silence after the last sample until the turn ends. */
function waitAfter(samples: Int16Array, eagerness: "low" | "high"): number {
  const detector = new TurnDetector({ type: "semantic_vad", eagerness }, 24_000);
  assert.deepEqual(detector.push(samples).map(({ kind }) => kind), ["started"]);
  for (let waitedMs = WINDOW_MS;; waitedMs += WINDOW_MS) {
    if (detector.push(silence(WINDOW_MS)).length > 0) return waitedMs;
  }
}

Deno.test("a whole sentence ends sooner than one word", async () => {
  for (const { name, samples, lastSpeechSample } of await loadFixtures(BUNDLED_SPEECH)) {
    const waitMs = waitAfter(samples.subarray(0, lastSpeechSample), "low");
    assert.ok(waitMs <= 2020, `${name}: ${waitMs} ms`);
  }
  assert.equal(waitAfter(noise(200), "low"), 8000);
  assert.equal(waitAfter(noise(200), "high"), 2000);
});

Deno.test("what counts is the speech since the last pause", () => {
  const sentenceThenUm = [noise(1000), silence(240), noise(200)].flatMap((part) => [...part]);
  assert.equal(waitAfter(Int16Array.from(sentenceThenUm), "high"), 2000);
});
