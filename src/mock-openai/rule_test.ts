import assert from "node:assert/strict";
import type { Cue } from "./cue.ts";
import { type Condition, fits } from "./rule.ts";

const CUE: Cue = {
  session: 2,
  turn: 3,
  outOfBand: false,
  transcript: () => "Any rain?",
  toolResults: [],
};
const ANSWERED: Cue = { ...CUE, toolResults: [{ name: "get_weather", output: '{"rain":true}' }] };
const ASIDE: Cue = { ...CUE, outOfBand: true };
const UNHEARD: Cue = { ...CUE, transcript: () => undefined };

const CASES: [when: Condition, cue: Cue, fits: boolean][] = [
  [{}, CUE, true],
  [{}, ANSWERED, false],
  [{}, ASIDE, false],
  [{ session: 2, turn: 3, transcript: /rain/ }, CUE, true],
  [{ session: 1 }, CUE, false],
  [{ turn: 2 }, CUE, false],
  [{ transcript: /snow/ }, CUE, false],
  [{ transcript: /^/ }, UNHEARD, false],
  [{ tool: "get_weather" }, CUE, false],
  [{ tool: "get_weather" }, ANSWERED, true],
  [{ tool: "get_time" }, ANSWERED, false],
  [{ result: /"rain":true/ }, ANSWERED, true],
  [{ tool: "get_weather", result: /snow/ }, ANSWERED, false],
  [{ outOfBand: true }, ASIDE, true],
  [{ outOfBand: true }, CUE, false],
];

Deno.test("a rule fits where all that it asks for is so", () => {
  for (const [when, cue, expected] of CASES) {
    assert.equal(fits(when, cue), expected, `${JSON.stringify(Object.keys(when))} ${expected}`);
  }
});

Deno.test("tool and result are of one and the same tool", () => {
  const cue = {
    ...ANSWERED,
    toolResults: [...ANSWERED.toolResults, { name: "b", output: "snow" }],
  };
  assert.equal(fits({ tool: "get_weather", result: /snow/ }, cue), false);
});

Deno.test("nobody listens for the words of a turn that the rule is not for anyway", () => {
  const transcript = () => assert.fail("listened");
  assert.equal(fits({ turn: 9, transcript: /./ }, { ...CUE, transcript }), false);
  assert.equal(fits({ turn: 3 }, { ...CUE, transcript }), true);
});
