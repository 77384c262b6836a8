import assert from "node:assert/strict";
import { readDurationMs } from "./duration.ts";

Deno.test("durations are read with any unit, and without one", () => {
  const texts = ["300", "0.5", "800ms", "2s", "1.5min", "1m", "1h", "24h", "1m30s"];
  const all = [300, 0.5, 800, 2000, 90_000, 60_000, 3_600_000, 86_400_000, 90_000];
  assert.deepEqual(texts.map((text) => readDurationMs(text)), all);
  assert.equal(readDurationMs("30", "s"), 30_000);
  assert.equal(readDurationMs("30ms", "s"), 30);
});

Deno.test("what is no duration is none", () => {
  for (const text of ["", "s", "-1s", "1 s", "1e3", "1d", "1S", "ms1", "25h", "1.s", "Infinity"]) {
    assert.equal(readDurationMs(text), undefined, text);
  }
});
