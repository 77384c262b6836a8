import assert from "node:assert/strict";
import { passage } from "./passage.ts";

const count = (sent: string, came: string) => {
  const { lost, moved, doubled } = passage([...sent], [...came]);
  return [lost, moved, doubled];
};

Deno.test("frames that are lost, moved and doubled are counted apart, each once", () => {
  assert.deepEqual(count("abcd", "abcd"), [0, 0, 0]);
  assert.deepEqual(count("abcd", "bd"), [2, 0, 0]);
  assert.deepEqual(count("abcd", "bacd"), [0, 1, 0]);
  assert.deepEqual(count("abcd", "abbcd"), [0, 0, 1]);
  assert.deepEqual(count("abcd", "dbab"), [1, 2, 1]);
});

Deno.test("what was sent twice may come twice", () => {
  assert.deepEqual(count("abab", "abab"), [0, 0, 0]);
  assert.deepEqual(count("abab", "aba"), [1, 0, 0]);
});
