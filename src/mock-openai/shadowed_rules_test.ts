import assert from "node:assert/strict";
import type { Condition } from "./rule.ts";
import { shadowedRules } from "./shadowed_rules.ts";

/** Which of the rules never decide. */
function shadowed(...conditions: Condition[]): number[] {
  return shadowedRules(conditions).map(({ rule }) => rule);
}

Deno.test("after a rule for every turn no other one for turns decides", () => {
  assert.deepEqual(shadowed({ turn: 2 }, {}), []);
  assert.deepEqual(shadowed({}, { turn: 2 }, { transcript: /x/ }, {}), [1, 2, 3]);
  assert.deepEqual(shadowedRules([{ turn: 1 }, {}, {}]), [{ rule: 2, by: 1 }]);
});

Deno.test("answers to tools and responses out of band have rules of their own", () => {
  assert.deepEqual(shadowed({}, { tool: "look" }, { result: /rain/ }, { outOfBand: true }), []);
  assert.deepEqual(shadowed({ tool: "look" }, { tool: "look", result: /rain/ }), [1]);
  assert.deepEqual(shadowed({ outOfBand: true }, { outOfBand: true, turn: 1 }), [1]);
});

Deno.test("a rule decides where one before it asks for something else or for more", () => {
  assert.deepEqual(shadowed({ turn: 1 }, { turn: 2 }, { session: 1 }), []);
  assert.deepEqual(shadowed({ turn: 1, session: 1 }, { turn: 1 }), []);
  assert.deepEqual(shadowed({ transcript: /rain/i }, { transcript: /rain/ }), []);
  assert.deepEqual(shadowed({ transcript: /rain/i }, { transcript: /rain/i, turn: 4 }), [1]);
});
