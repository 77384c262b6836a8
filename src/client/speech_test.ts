import assert from "node:assert/strict";
import type { SpeechFixture } from "../audio/fixture.ts";
import { rmsDbfs } from "../audio/level.ts";
import { seeded } from "../random/random.ts";
import { encodeRoom, encodeSpeech } from "./speech.ts";

function samplesOf(frame: string): Int16Array {
  const { type, audio } = JSON.parse(frame);
  assert.equal(type, "input_audio_buffer.append");
  return new Int16Array(Uint8Array.fromBase64(audio).buffer);
}

Deno.test("encodeSpeech sends every sample once, in order, and fills the last frame with the room", () => {
  const samples = Int16Array.from({ length: 1000 }, (_, i) => 10_000 + i);
  const fixture: SpeechFixture = {
    name: "a",
    path: "a.wav",
    samples,
    firstSpeechSample: 10,
    lastSpeechSample: 959,
    boundsFrom: "manifest",
  };
  const { frames, speechEndMs } = encodeSpeech(fixture, 20, seeded(1));
  assert.equal(frames.length, 3);
  const sent = frames.flatMap((frame) => [...samplesOf(frame)]);
  assert.deepEqual(sent.slice(0, 1000), [...samples]);
  assert.ok(sent.slice(1000).every((sample) => Math.abs(sample) < 100));
  assert.equal(speechEndMs, 40); // 960 samples at 24 per ms
});

Deno.test("encodeRoom is a second of quiet noise, far under any voice detector's threshold", () => {
  const frames = encodeRoom(20, seeded(1));
  assert.equal(frames.length, 50);
  const level = rmsDbfs(Int16Array.from(frames.flatMap((frame) => [...samplesOf(frame)])));
  assert.ok(Math.abs(level + 70) < 0.5, `${level} dBFS`);
});
