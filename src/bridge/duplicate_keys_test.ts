import assert from "node:assert/strict";
import fc from "fast-check";
import { hasDuplicateKeys, isDeeperThan } from "./duplicate_keys.ts";

Deno.test("hasDuplicateKeys finds a key given twice, however it is written and wherever", () => {
  for (
    const json of [
      '{"a":1,"a":2}',
      '{ "a" : 1 , "\\u0061" : 2 }',
      '{"":0,"":0}',
      '[0,{"x":{"b":[{"a":1}],"c":"}","b":2}}]',
      '{"a\\"":1,"b":":","a\\"":1}',
      `{"a":1,"big":"${"x".repeat(2_000_000)}","a":2}`,
    ]
  ) {
    assert.doesNotThrow(() => JSON.parse(json));
    assert.equal(hasDuplicateKeys(json), true, json.slice(0, 50));
  }
});

Deno.test("hasDuplicateKeys has nothing against what JSON.stringify writes", () => {
  // Keys that differ in capitals alone count as one.
  const key = fc.string().map((text) => text.toLowerCase());
  fc.assert(fc.property(fc.object({ key }), (value) => !hasDuplicateKeys(JSON.stringify(value))));
});

Deno.test("keys that differ in capitals alone may mean the same", () => {
  assert.equal(hasDuplicateKeys('{"type":1,"Type":2}'), true);
  assert.equal(hasDuplicateKeys('{"type":1,"a":{"Type":2}}'), false);
});

Deno.test("isDeeperThan counts objects and arrays, not what stands in strings", () => {
  assert.equal(isDeeperThan('{"a":[{"b":"[[[{{{"}]}', 3), false);
  assert.equal(isDeeperThan('{"a":[{"b":[]}]}', 3), true);
  assert.equal(isDeeperThan("[],[],[],[]", 1), false);
});
