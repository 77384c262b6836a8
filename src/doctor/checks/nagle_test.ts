import assert from "node:assert/strict";
import { judgeRounds, type Round } from "./nagle.ts";

const rounds = (count: number, round: Round) => Array.from({ length: count }, () => round);
const QUICK: Round = { smallMs: 0.4, largeMs: 0.5, gapMs: 0.1 };
const SLOW_UP: Round = { ...QUICK, largeMs: 43 };

Deno.test("frames that are passed on at once are sound, on a slow line too", () => {
  assert.equal(judgeRounds(rounds(20, QUICK), true).result, "sound");
  const far = { smallMs: 180, largeMs: 184, gapMs: 2 };
  assert.equal(judgeRounds(rounds(20, far), false).result, "sound");
});

Deno.test("the leg that holds frames is named", () => {
  const up = judgeRounds(rounds(20, SLOW_UP), true);
  assert.ok(up.result === "fault" && up.certainty === "certain");
  assert.match(up.what, /over 1 KB to the upstream by 43 ms$/);
  const down = judgeRounds(rounds(20, { ...QUICK, gapMs: 41 }), true);
  assert.ok(down.result === "fault");
  assert.match(down.what, /second of two to the client by 41 ms$/);
});

Deno.test("a few late frames on a busy machine are no fault", () => {
  const outcome = judgeRounds([...rounds(12, QUICK), ...rounds(8, SLOW_UP)], true);
  assert.equal(outcome.result, "sound");
});

Deno.test("it is only likely where another's upstream may have been slow, or it came and went", () => {
  const foreign = judgeRounds(rounds(20, SLOW_UP), false);
  assert.ok(foreign.result === "fault" && foreign.certainty === "likely");
  const now = judgeRounds([...rounds(8, QUICK), ...rounds(12, SLOW_UP)], true);
  assert.ok(now.result === "fault" && now.certainty === "likely");
});

Deno.test("too few answers are no judgement", () => {
  assert.equal(judgeRounds(rounds(7, SLOW_UP), true).result, "unchecked");
});
