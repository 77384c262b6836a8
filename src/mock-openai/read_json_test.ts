import assert from "node:assert/strict";
import { readJson } from "./read_json.ts";

Deno.test("JSON is read up to a depth of 100", () => {
  const nested = (depth: number) => `${'{"a":['.repeat(depth / 2)}${"]}".repeat(depth / 2)}`;
  assert.ok("value" in readJson(nested(100)));
  for (const depth of [102, 200_000]) {
    assert.deepEqual(readJson(nested(depth)), { reason: "Nested more than 100 deep" });
  }
  assert.deepEqual(readJson('"[[["'), { value: "[[[" });
  const refused = readJson("{");
  assert.match("reason" in refused ? refused.reason : "", /JSON/);
});
