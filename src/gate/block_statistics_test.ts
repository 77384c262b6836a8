import assert from "node:assert/strict";
import { logTailMean, trimmedLogMean } from "./block_statistics.ts";

const close = (actual: number | undefined, expected: number) =>
  assert.ok(Math.abs(actual! - expected) < 1e-12, `${actual} is not ${expected}`);

Deno.test("trimmedLogMean leaves out a fifth on each side, so that one slow turn moves nothing", () => {
  const logs = [1, 2, 3, 4, 5];
  close(trimmedLogMean(logs.map(Math.exp)), 3);
  close(trimmedLogMean([...logs.slice(0, 4).map(Math.exp), 1e9]), 3);
  close(trimmedLogMean([Math.exp(4), Math.exp(1)]), 2.5);
  assert.ok(Number.isFinite(trimmedLogMean([0])));
  assert.equal(trimmedLogMean([]), undefined);
});

Deno.test("logTailMean is of the worst twentieth, and of one value where that is less", () => {
  const forty = Array.from({ length: 40 }, (_, i) => i + 1);
  close(logTailMean(forty), Math.log(39.5));
  close(logTailMean([3, 900, 5]), Math.log(900));
  assert.equal(logTailMean([]), undefined);
});
