import assert from "node:assert/strict";
import { noise } from "./session_harness.ts";
import { prepareReply, type Utterance } from "./voice.ts";

const SAMPLES = noise(5000);
const { audio, text } = prepareReply({
  transcript: " Yes, of course.\nGladly. ",
  samples: SAMPLES,
});

function audioOf(utterances: readonly Utterance[]) {
  return utterances.filter((piece) => piece.kind === "audio");
}

Deno.test("audio leaves in deltas of 100, 150 and then 250 ms that join up to the recording", () => {
  const pieces = audioOf(audio.utterances);
  const bytes = pieces.map(({ base64 }) => Uint8Array.fromBase64(base64));
  assert.deepEqual(bytes.slice(0, 4).map(({ length }) => length), [4800, 7200, 12_000, 12_000]);
  const joined = new Uint8Array(bytes.flatMap((piece) => [...piece]));
  assert.deepEqual(new Int16Array(joined.buffer), SAMPLES);
});

Deno.test("audio leaves at four times the speed at which it plays", () => {
  const firstSecondMs = audioOf(audio.utterances).filter(({ atMs }) => atMs < 1000)
    .reduce((sum, { durationMs }) => sum + durationMs, 0);
  assert.ok(firstSecondMs >= 3200 && firstSecondMs <= 5000, `${firstSecondMs}`);
  assert.equal(audio.endMs, 1250);
});

Deno.test("pieces are in order of time, the first word before the first audio", () => {
  const times = audio.utterances.map(({ atMs }) => atMs);
  assert.deepEqual(times, times.toSorted((a, b) => a - b));
  assert.deepEqual(audio.utterances.slice(0, 2).map(({ kind, atMs }) => [kind, atMs]), [
    ["transcript", 0],
    ["audio", 0],
  ]);
});

Deno.test("words join up to the transcript, also without audio", () => {
  for (const { utterances } of [audio, text]) {
    const words = utterances.map((piece) => piece.kind === "audio" ? "" : piece.text);
    assert.equal(words.join(""), " Yes, of course.\nGladly.");
  }
});

Deno.test("a reply without words is audio alone", () => {
  const { utterances } = prepareReply({ transcript: "", samples: noise(100) }).audio;
  assert.deepEqual(utterances.map(({ kind }) => kind), ["audio"]);
});
