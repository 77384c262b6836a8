import assert from "node:assert/strict";
import fc from "fast-check";
import { VirtualPlayer } from "./player.ts";

const RATE = 24_000;

/** `ms` of 16-bit audio at a constant amplitude. */
function pcm(ms: number, amplitude = 0): Uint8Array {
  const samples = new Int16Array(ms * RATE / 1000).fill(amplitude);
  return new Uint8Array(samples.buffer);
}

function feed(player: VirtualPlayer, atMs: number, bytes: Uint8Array): void {
  player.receive(atMs, bytes.length, () => bytes);
}

Deno.test("VirtualPlayer plays bursts without a gap and ends after the last sample", () => {
  const player = new VirtualPlayer(RATE);
  feed(player, 1000, pcm(100));
  feed(player, 1010, pcm(150));
  assert.equal(player.playEndMs, 1250);
  assert.equal(player.audioMs, 250);
  assert.equal(player.underruns, 0);
});

Deno.test("VirtualPlayer counts each time it starves, the worst and the total", () => {
  const player = new VirtualPlayer(RATE);
  feed(player, 0, pcm(100));
  feed(player, 130, pcm(100)); // 30 ms of nothing
  feed(player, 280, pcm(100)); // 50 ms
  assert.deepEqual([player.underruns, player.underrunWorstMs, player.underrunTotalMs], [2, 50, 80]);
  assert.equal(player.playEndMs, 380);
});

Deno.test("VirtualPlayer hears the first 20 ms over -50 dBFS, wherever the chunks are cut", () => {
  const reply = new Uint8Array([...pcm(83), ...pcm(60, 1000)]);
  fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 2000 }), { maxLength: 8 }), (cuts) => {
    const player = new VirtualPlayer(RATE);
    let from = 0;
    for (const cut of [...cuts.map((n) => n * 2), reply.length]) {
      feed(player, 500, reply.subarray(from, from + cut));
      from += cut;
    }
    assert.ok(!player.listening);
    assert.ok(Math.abs(player.audibleAtMs! - (500 + 83)) < 0.01, `${player.audibleAtMs}`);
  }));
});

Deno.test("VirtualPlayer does not hear what stays under -50 dBFS", () => {
  const player = new VirtualPlayer(RATE);
  feed(player, 0, pcm(500, 100)); // −50.3 dBFS
  assert.ok(player.listening);
  assert.equal(player.audibleAtMs, undefined);
});

Deno.test("VirtualPlayer takes the first audible millisecond, not the silence before it", () => {
  for (const amplitude of [200, 1000, 20_000]) {
    const player = new VirtualPlayer(RATE);
    feed(player, 0, new Uint8Array([...pcm(200), ...pcm(100, amplitude)]));
    assert.equal(player.audibleAtMs, 200, `amplitude ${amplitude}`);
  }
});

Deno.test("VirtualPlayer does not count a click as heard, nor one that a gap cut off", () => {
  const player = new VirtualPlayer(RATE);
  feed(player, 0, new Uint8Array([...pcm(50), ...pcm(1, 150), ...pcm(50)]));
  assert.equal(player.audibleAtMs, undefined);
  feed(player, 200, pcm(10, 1000));
  feed(player, 300, pcm(15, 1000));
  assert.equal(player.audibleAtMs, undefined);
  feed(player, 400, pcm(30, 1000));
  assert.equal(player.audibleAtMs, 400);
});
