import assert from "node:assert/strict";
import { Clip } from "./clip.ts";
import { noise } from "./session_harness.ts";
import { argued, type Delivery, spoken, type Utterance, written } from "./voice.ts";

const SPEECH = { transcript: " Yes, of course.\nGladly. ", clip: new Clip(noise(5000)) };
const BURST: Delivery = { format: "audio/pcm", speed: 1, pace: "burst" };

function textOf(utterances: readonly Utterance[]): string {
  return utterances.map(({ kind, delta }) => kind === "text" ? delta : "").join("");
}

Deno.test("a burst brings four times what is played in the first second", () => {
  const { utterances, endMs } = spoken(SPEECH, BURST);
  const firstSecondMs = utterances.filter(({ atMs }) => atMs < 1000)
    .reduce((sum, { durationMs }) => sum + durationMs, 0);
  assert.ok(firstSecondMs >= 3200 && firstSecondMs <= 5000, `${firstSecondMs}`);
  assert.equal(endMs, 1250);
});

Deno.test("in real time each delta leaves when the one before has been played", () => {
  const { utterances, endMs } = spoken(SPEECH, { ...BURST, pace: "realtime" });
  let playedMs = 0;
  for (const { kind, atMs, durationMs } of utterances) {
    if (kind === "audio") assert.equal(atMs, playedMs);
    playedMs += durationMs;
  }
  assert.deepEqual([endMs, playedMs], [5000, 5000]);
});

Deno.test("pieces are in order of time, the first word before the first audio", () => {
  const { utterances } = spoken(SPEECH, BURST);
  const times = utterances.map(({ atMs }) => atMs);
  assert.deepEqual(times, times.toSorted((a, b) => a - b));
  assert.deepEqual(utterances.slice(0, 2).map(({ kind, atMs }) => [kind, atMs]), [
    ["text", 0],
    ["audio", 0],
  ]);
});

Deno.test("a word comes when the letters before it have been said", () => {
  const words = spoken(SPEECH, BURST).utterances.filter(({ kind }) => kind === "text");
  const shares = words.map(({ atMs }) => atMs / 1250 * " Yes, of course.\nGladly.".length);
  assert.deepEqual(shares.map(Math.round), [0, 5, 8, 16]);
});

Deno.test("words join up to the transcript, also without audio", () => {
  for (const { utterances } of [spoken(SPEECH, BURST), written(SPEECH.transcript)]) {
    assert.equal(textOf(utterances), " Yes, of course.\nGladly.");
  }
});

Deno.test("a reply without words is audio alone, one without audio words alone", () => {
  const mute = spoken({ transcript: "", clip: new Clip(noise(100)) }, BURST).utterances;
  assert.deepEqual(mute.map(({ kind }) => kind), ["audio"]);
  const { utterances, endMs } = spoken({ transcript: "Yes", clip: new Clip(noise(0)) }, BURST);
  assert.deepEqual([utterances.map(({ atMs }) => atMs), endMs], [[0], 0]);
});

Deno.test("arguments come in tokens that join up, no character torn apart", () => {
  const json = '{"city":"Zürich 🏔️"}';
  const { utterances, endMs } = argued(json);
  assert.equal(textOf(utterances), json);
  assert.ok(utterances.every(({ delta }) => delta.isWellFormed()));
  assert.equal(endMs, utterances.length * 8);
});
