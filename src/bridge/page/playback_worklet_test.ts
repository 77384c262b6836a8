import assert from "node:assert/strict";
import { DEVICE_RATE_HZ, FakeWorklet } from "./fake_worklet.ts";
import type { PlayerReport, PlayerRequest } from "./playback_worklet.js";
import { SAMPLE_RATE_HZ } from "./pcm.js";

const load = () => FakeWorklet.load<PlayerRequest, PlayerReport>("./playback_worklet.js");
const device = (ms: number) => new Float32Array(128 * Math.ceil(ms * DEVICE_RATE_HZ / 128_000));
const silence = (ms: number) => new Float32Array(ms * SAMPLE_RATE_HZ / 1000);
const tone = (ms: number) =>
  silence(ms).map((_, i) => 0.5 * Math.sin(2 * Math.PI * 300 * i / SAMPLE_RATE_HZ));
const loudOf = (played: Float32Array) => played.filter((sample) => Math.abs(sample) > 0.01).length;
const endedOf = (reports: readonly PlayerReport[]) =>
  reports.filter((report) => report.kind === "ended");

Deno.test("an item is audible from its first loud sample on, not from the block that shows it", async () => {
  const player = await load();
  player.run(device(10));
  const startS = player.nowS;
  player.ask({ kind: "push", item: "a", samples: Float32Array.of(...silence(37), ...tone(200)) });
  player.run(device(200));
  const [audible] = player.reports;
  assert.ok(audible?.kind === "audible" && audible.item === "a");
  const offMs = (audible.atS - startS) * 1000 - 37;
  assert.ok(Math.abs(offMs) < 1.5, `off by ${offMs} ms`);
});

Deno.test("nothing of an item that was cut is heard in the next", async () => {
  const player = await load();
  player.ask({ kind: "push", item: "a", samples: tone(1000) });
  player.run(device(251));
  player.ask({ kind: "stop" });
  player.run(device(50));
  const startS = player.nowS;
  player.ask({
    kind: "push",
    item: "b",
    samples: Float32Array.of(...silence(100), ...tone(200)),
  });
  assert.equal(loudOf(player.run(device(98))), 0);
  player.run(device(150));
  const audible = player.reports.at(-1);
  assert.ok(audible?.kind === "audible" && audible.item === "b");
  assert.ok(Math.abs(audible.atS - startS - 0.1) < 0.0015, `${audible.atS - startS} s`);
});

Deno.test("all of an item is played, whether its end is told or the next one begins", async () => {
  const player = await load();
  for (const item of ["a", "b"]) {
    player.ask({ kind: "push", item, samples: new Float32Array(2400).fill(0.3) });
  }
  player.ask({ kind: "finish", item: "a" });
  player.ask({ kind: "finish", item: "b" });
  player.run(device(250));
  const ended = endedOf(player.reports);
  assert.deepEqual(ended.map(({ item, playedMs, isWhole }) => [item, playedMs, isWhole]), [
    ["a", 100, true],
    ["b", 100, true],
  ]);
});

Deno.test("what a stopped item is told to have played was played, fade and all", async () => {
  const player = await load();
  player.ask({ kind: "push", item: "a", samples: new Float32Array(24_000).fill(0.3) });
  const before = player.run(device(100));
  player.ask({ kind: "stop" });
  const after = player.run(device(50));
  player.ask({ kind: "finish", item: "a" });
  player.run(device(50));
  const [ended, ...more] = endedOf(player.reports);
  assert.deepEqual(more, []);
  assert.equal(ended!.isWhole, false);
  // All of it is not silence; the very first samples rise from it.
  const playedMs = (loudOf(before) + loudOf(after)) / DEVICE_RATE_HZ * 1000;
  assert.ok(Math.abs(ended!.playedMs - playedMs) < 1, `${ended!.playedMs} for ${playedMs} ms`);
});
