import assert from "node:assert/strict";
import { errorCodes, outcomeCounts } from "./outcome_counts.ts";

Deno.test("outcomes are told with their error codes, the good ones first", () => {
  const errors = { error: { rate_limit: 3, gone: 4 }, ok: { malformed_event: 1 } };
  assert.deepEqual(outcomeCounts({ error: 7, closed: 1, ok: 20 }, errors).map(({ text }) => text), [
    "20 ok (malformed_event 1)",
    "1 closed",
    "7 error (gone 4, rate_limit 3)",
  ]);
});

Deno.test("codes are few, short and printable, whatever a target sends", () => {
  assert.equal(errorCodes({}), "");
  assert.equal(errorCodes({ a: 1, b: 1, c: 1, d: 1, e: 1 }), "a 1, b 1, c 1, d 1, …");
  assert.equal(errorCodes({ "\x1b[2J": 1 }), "?[2J 1");
  assert.ok(errorCodes({ ["x".repeat(1000)]: 1 }).length < 70);
});
