import assert from "node:assert/strict";
import fc from "fast-check";
import { JitterBuffer } from "./jitter_buffer.js";

/** So that the fade is no whole number of samples, as it is on many machines. */
const RATE_HZ = 44_100;
const BLOCK = 128;
const msOf = (samples: number) => samples / RATE_HZ * 1000;
const samplesOf = (ms: number) => new Float32Array(Math.round(ms * RATE_HZ / 1000)).fill(0.5);

/** Pulls `ms`, block by block. */
function play(buffer: JitterBuffer, ms: number) {
  const output: number[] = [];
  const ended = [];
  const block = new Float32Array(BLOCK);
  while (msOf(output.length) < ms) {
    const pulled = buffer.pull(block);
    output.push(...block);
    ended.push(...pulled.ended);
  }
  return { output, ended, loud: output.filter((sample) => sample !== 0).length };
}

Deno.test("it waits for enough to ride out jitter, then plays without a gap", () => {
  const buffer = new JitterBuffer(RATE_HZ);
  buffer.push("a", samplesOf(40));
  assert.equal(play(buffer, 100).loud, 0);
  buffer.push("a", samplesOf(40));
  assert.equal(play(buffer, 60).loud, play(new JitterBuffer(RATE_HZ), 60).output.length);
});

Deno.test("a reply shorter than that is played once it is whole", () => {
  const buffer = new JitterBuffer(RATE_HZ);
  buffer.push("a", samplesOf(30));
  buffer.finish("a");
  const { loud, ended } = play(buffer, 50);
  assert.equal(loud, samplesOf(30).length);
  assert.deepEqual(ended, [{ item: "a", playedSamples: loud, isWhole: true }]);
  assert.equal(buffer.underruns, 0);
});

Deno.test("run dry within a reply, it counts that and waits for more than before", () => {
  const buffer = new JitterBuffer(RATE_HZ);
  buffer.push("a", samplesOf(60));
  play(buffer, 100);
  assert.equal(buffer.underruns, 1);
  buffer.push("a", samplesOf(90));
  assert.equal(play(buffer, 20).loud, 0);
  buffer.push("a", samplesOf(20));
  assert.ok(play(buffer, 20).loud > 0);
});

Deno.test("stopped, it fades within 5 ms and tells what of each item was played", () => {
  const buffer = new JitterBuffer(RATE_HZ);
  buffer.push("a", samplesOf(100));
  buffer.push("b", samplesOf(100));
  play(buffer, 50);
  buffer.stop();
  const { output, ended, loud } = play(buffer, 50);
  assert.ok(loud > 0 && msOf(loud) <= 5.1, `${msOf(loud)} ms`);
  const faded = output.slice(0, loud);
  assert.ok(faded.every((sample, i) => i === 0 || sample < faded[i - 1]!));
  assert.deepEqual(ended.map(({ item, isWhole }) => [item, isWhole]), [["a", false], ["b", false]]);
  assert.equal(ended[1]!.playedSamples, 0);
  buffer.push("c", samplesOf(60));
  assert.ok(play(buffer, 20).loud > 0);
});

Deno.test("stopped while it waits for more, it ends all the same", () => {
  for (const ms of [10, 60]) {
    const buffer = new JitterBuffer(RATE_HZ);
    buffer.push("a", samplesOf(ms));
    play(buffer, 58);
    buffer.stop();
    assert.equal(play(buffer, 20).ended.length, 1, `${ms} ms`);
  }
  const empty = new JitterBuffer(RATE_HZ);
  empty.stop();
  assert.deepEqual(play(empty, 5).ended, []);
});

Deno.test("whatever comes in whatever pieces, all of it is played, in order", () => {
  const chunks = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 30 })),
  );
  fc.assert(fc.property(chunks, (chunks) => {
    const buffer = new JitterBuffer(RATE_HZ);
    const heard: number[] = [];
    let next = 1;
    for (const [length, ms] of chunks) {
      buffer.push("a", Float32Array.from({ length }, () => next++));
      heard.push(...play(buffer, ms).output);
    }
    buffer.finish("a");
    heard.push(...play(buffer, msOf(next) + 10).output);
    assert.deepEqual(
      heard.filter((sample) => sample !== 0),
      Array.from({ length: next - 1 }, (_, i) => i + 1),
    );
  }));
});
