import assert from "node:assert/strict";
import { HopCounts } from "./hop_counts.ts";

Deno.test("each time has its count, to the µs or within 0.05 %", () => {
  const counts = new HopCounts();
  for (const us of [0, 100, 100, 2047, 2049, 123_456, 599_999_999]) assert.ok(counts.add(us));
  assert.deepEqual([...counts.framesByUs].slice(0, 3), [[0, 1], [100, 2], [2047, 1]]);
  for (const [i, us] of [2049, 123_456, 599_999_999].entries()) {
    const counted = [...counts.framesByUs.keys()][3 + i]!;
    assert.ok(
      counted <= 600_000_000 && Math.abs(counted / us - 1) <= 0.0005,
      `${us} counts as ${counted}`,
    );
  }
});

Deno.test("what is no time is not counted", () => {
  const counts = new HopCounts();
  for (const us of [-1, 1.5, NaN, Infinity, 600_000_001, "7", null]) {
    assert.equal(counts.add(us), false);
  }
  assert.equal(counts.framesByUs.size, 0);
});

Deno.test("however many frames, the counts stay few", () => {
  const counts = new HopCounts();
  for (let us = 0; us < 600_000_000; us += 997) counts.add(us);
  assert.ok(counts.framesByUs.size < 21_000, `${counts.framesByUs.size}`);
});
