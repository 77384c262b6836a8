import assert from "node:assert/strict";
import { Turns } from "./turns.js";

const started = { type: "input_audio_buffer.speech_started" };
const stopped = { type: "input_audio_buffer.speech_stopped" };
const created = (id: string) => ({ type: "response.created", response: { id } });
const done = (id: string) => ({ type: "response.done", response: { id } });
const audio = (response_id: string, item_id: string) => ({
  type: "response.output_audio.delta",
  response_id,
  item_id,
  delta: "AAAA",
});

/** A conversation whose first turn is being answered. */
function answering(): Turns {
  const turns = new Turns();
  turns.receive(started, 100, undefined);
  turns.receive(stopped, 1500, 1000);
  turns.receive(created("r1"), 1510, 1000);
  assert.deepEqual(turns.receive(audio("r1", "i1"), 1800, 1000), {
    kind: "play",
    item: "i1",
    base64: "AAAA",
  });
  return turns;
}

Deno.test("each delay of a turn counts from the last word", () => {
  const turns = answering();
  turns.receive(audio("r1", "i1"), 1900, 1000);
  turns.heard("i1", 1860);
  assert.deepEqual(turns.current!.delays, { noticed: 500, firstAudio: 800, audible: 860 });
  assert.deepEqual(turns.current!.steps(9999), [
    { name: "endpointing", isOpen: false, fromMs: 0, toMs: 500 },
    { name: "response", isOpen: false, fromMs: 500, toMs: 800 },
    { name: "playback", isOpen: false, fromMs: 800, toMs: 860 },
  ]);
});

Deno.test("a step that is under way lasts until now, and none that is over goes on", () => {
  const turns = answering();
  const [, response, playback] = turns.current!.steps(1850);
  assert.equal(response!.isOpen, false);
  assert.deepEqual(playback, { name: "playback", isOpen: true, fromMs: 800, toMs: 850 });
  turns.end();
  assert.deepEqual(turns.current!.steps(1850)[2], { name: "playback" });
});

Deno.test("a last word that this page missed leaves its delays empty, and the rest is drawn", () => {
  const turns = new Turns();
  turns.receive(stopped, 1500, undefined);
  turns.receive(created("r1"), 1510, undefined);
  turns.receive(audio("r1", "i1"), 1800, undefined);
  const { noticed, firstAudio } = turns.current!.delays;
  assert.deepEqual([noticed, firstAudio], [undefined, undefined]);
  assert.equal(turns.current!.steps(1800)[1]!.toMs, 300);
});

Deno.test("what was last heard in an earlier turn, or before anybody listened, is no last word", () => {
  const turns = new Turns();
  turns.receive({ type: "session.created" }, 900, 800);
  turns.receive(stopped, 1500, 800);
  turns.receive(started, 2000, 2100);
  turns.receive(stopped, 2700, 2200);
  turns.receive(started, 61_000, 2200);
  turns.receive(stopped, 62_000, 2200);
  assert.deepEqual(turns.all.map(({ delays }) => delays.noticed), [undefined, 500, undefined]);
  const [endpointing, response] = turns.current!.steps(62_100);
  assert.deepEqual(endpointing, { name: "endpointing" });
  assert.deepEqual([response!.fromMs, response!.toMs], [0, 100]);
});

Deno.test("who speaks stops the answer, and what still comes of it is not played", () => {
  const turns = answering();
  assert.deepEqual(turns.receive(started, 2500, 2490), { kind: "stop" });
  assert.equal(turns.isSpeaking, true);
  assert.equal(turns.receive(audio("r1", "i1"), 2510, 2490), undefined);
  turns.played({ item: "i1", playedMs: 640, isWhole: false, underruns: 1 });
  const { playedMs, wasInterrupted, isOver, underruns } = turns.current!;
  assert.deepEqual([playedMs, wasInterrupted, isOver, underruns], [640, true, true, 1]);

  turns.receive(stopped, 4000, 3500);
  turns.receive(created("r2"), 4010, 3500);
  turns.receive(done("r1"), 4020, 3500);
  assert.equal(turns.receive(audio("r2", "i2"), 4300, 3500)!.kind, "play");
  assert.deepEqual(turns.all.map(({ number }) => number), [1, 2]);
});

Deno.test("an answer without audio is over when it is done, one with audio when it was played", () => {
  const turns = answering();
  turns.receive(done("r1"), 1900, 1000);
  assert.equal(turns.current!.isOver, false);
  turns.played({ item: "i1", playedMs: 2000, isWhole: true, underruns: 0 });
  assert.equal(turns.current!.isOver, true);
  assert.equal(turns.current!.wasInterrupted, false);

  turns.receive(stopped, 5000, 4500);
  turns.receive(created("r2"), 5010, 4500);
  turns.receive(done("r2"), 5100, 4500);
  assert.equal(turns.current!.isOver, true);
});

Deno.test("an answer of two items is over when both were played and no more will come", () => {
  const played = (item: string) => ({ item, playedMs: 500, isWhole: true, underruns: 0 });
  const turns = answering();
  turns.receive(audio("r1", "i2"), 1900, 1000);
  turns.receive(done("r1"), 2000, 1000);
  turns.played(played("i1"));
  assert.equal(turns.current!.isOver, false);
  turns.played(played("i2"));
  assert.equal(turns.current!.isOver, true);
  assert.equal(turns.current!.playedMs, 1000);

  const slow = answering();
  slow.played(played("i1"));
  assert.equal(slow.current!.isOver, false);
  slow.receive(audio("r1", "i2"), 3000, 1000);
  slow.played(played("i2"));
  slow.receive(done("r1"), 4000, 1000);
  assert.equal(slow.current!.isOver, true);
});

Deno.test("the caption is what the answer says", () => {
  const turns = answering();
  for (const delta of ["Good ", "day."]) {
    const type = "response.output_audio_transcript.delta";
    turns.receive({ type, response_id: "r1", delta }, 1800, 1000);
  }
  assert.equal(turns.current!.caption, "Good day.");
});
