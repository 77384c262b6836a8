import assert from "node:assert/strict";
import { formatDuration, formatMs, plural } from "./number.ts";

Deno.test("formatMs prints three digits, and rounding never adds one", () => {
  const cases = [
    [0, "0.00"],
    [0.004, "0.00"],
    [0.42, "0.42"],
    [9.994, "9.99"],
    [9.996, "10.0"],
    [12.34, "12.3"],
    [99.94, "99.9"],
    [99.96, "100"],
    [812.4, "812"],
    [999.95, "1000"],
    [1234.5678, "1235"],
    [undefined, "–"],
  ] as const;
  for (const [ms, text] of cases) assert.equal(formatMs(ms), text);
});

Deno.test("formatDuration takes the two largest units, after rounding to seconds", () => {
  const cases = [
    [499, "0 s"],
    [59_400, "59 s"],
    [59_600, "1 min 0 s"],
    [185_000, "3 min 5 s"],
    [3_599_700, "1 h 0 min"],
    [7_380_000, "2 h 3 min"],
  ] as const;
  for (const [ms, text] of cases) assert.equal(formatDuration(ms), text);
});

Deno.test("plural adds an s to all but one", () => {
  assert.deepEqual([0, 1, 2].map((n) => plural(n, "turn")), ["0 turns", "1 turn", "2 turns"]);
});
