import assert from "node:assert/strict";
import { rmsDbfs, slidingDbfs } from "./level.ts";

Deno.test("rmsDbfs: a full-scale square wave is 0, a sine −3.01, silence −Infinity", () => {
  const sine = Int16Array.from({ length: 24000 }, (_, i) => 32767 * Math.sin(i * 2 * Math.PI / 24));
  assert.ok(Math.abs(rmsDbfs(sine) + 3.01) < 0.01, `${rmsDbfs(sine)}`);
  assert.equal(rmsDbfs(new Int16Array(100).fill(-32768)), 0);
  assert.equal(rmsDbfs(new Int16Array(100)), -Infinity);
  assert.equal(rmsDbfs(new Int16Array(0)), -Infinity);
});

Deno.test("rmsDbfs measures the range it is given", () => {
  const samples = Int16Array.of(0, 0, 16384, -16384, 0);
  assert.ok(Math.abs(rmsDbfs(samples, 2, 4) + 6.02) < 0.01);
  assert.equal(rmsDbfs(samples, 0, 2), -Infinity);
});

Deno.test("slidingDbfs has rmsDbfs of each window that fits", () => {
  const samples = Int16Array.from({ length: 103 }, (_, i) => i < 30 ? 0 : (i * 7919) % 2001 - 1000);
  const levels = slidingDbfs(samples, 20, 5);
  assert.equal(levels.length, 17);
  levels.forEach((level, k) => {
    const expected = rmsDbfs(samples, 5 * k, 5 * k + 20);
    assert.ok(
      level === expected || Math.abs(level - expected) < 1e-9,
      `${k}: ${level} ${expected}`,
    );
  });
  assert.equal(slidingDbfs(samples, 104, 1).length, 0);
});
