import assert from "node:assert/strict";
import { StepMatcher } from "./step_matcher.ts";

/** The indices that the steps are taken for, and the departures. */
function follow(expected: string, steps: string): [(number | undefined)[], (string | undefined)[]] {
  const matcher = new StepMatcher([...expected]);
  const taken = [...steps].map((step) => matcher.take(step));
  return [taken.map(({ index }) => index), taken.flatMap(({ departure }) => departure ?? [])];
}

Deno.test("a client that behaves alike is followed step by step", () => {
  assert.deepEqual(follow("abcab", "abcab"), [[0, 1, 2, 3, 4], []]);
});

Deno.test("what it does besides is ignored and told", () => {
  assert.deepEqual(follow("abc", "axbc"), [[0, undefined, 1, 2], [
    "'x' where 'b' (step 2) was recorded",
  ]]);
  assert.deepEqual(follow("a", "ab"), [[0, undefined], ["'b' where nothing more was recorded"]]);
});

Deno.test("what is told of a step is short, and nothing that a terminal obeys", () => {
  const { departure } = new StepMatcher([]).take(`\x1b[2J\n${"y".repeat(100)}`);
  assert.equal(departure, `'?[2J?${"y".repeat(59)}…' where nothing more was recorded`);
});

Deno.test("what it leaves out is passed over, and ignored when it comes late", () => {
  assert.deepEqual(follow("abcabc", "acbabc"), [[0, 2, undefined, 3, 4, 5], [
    "'c' where 'b' (step 2) was recorded",
  ]]);
  const [indices] = follow("abbbbbc", "ac");
  assert.deepEqual(indices, [0, undefined], "not looked for too far ahead");
});
