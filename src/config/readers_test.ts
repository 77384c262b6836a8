import assert from "node:assert/strict";
import {
  durationIn,
  header,
  integer,
  names,
  oneOf,
  positive,
  RuleError,
  text,
  token,
} from "./readers.ts";

Deno.test("readers give the value or name the broken rule", () => {
  assert.equal(integer(1, 10)("7"), 7);
  assert.equal(positive(10)("0.5"), 0.5);
  assert.deepEqual(["30", "90s", "1.5h"].map(durationIn("min", 90)), [30, 1.5, 90]);
  assert.equal(oneOf("a", "b")("b"), "b");
  assert.deepEqual(names("us, eu"), ["us", "eu"]);
  assert.deepEqual(header("Authorization: Bearer x:y"), ["Authorization", "Bearer x:y"]);
  assert.deepEqual(header("X-Empty:"), ["X-Empty", ""]);

  const bad: [() => unknown, RegExp][] = [
    [() => integer(1, 10)("0"), /'0' is not a whole number from 1 to 10/],
    [() => integer(1, 10)("1e1"), /whole number/],
    [() => integer(1, 10)("11"), /whole number/],
    [() => positive(10)("0"), /above 0/],
    [() => positive(10)("Infinity"), /above 0/],
    [() => durationIn("s", 600)("0"), /above 0 and up to 600s; .* ms, s, min or h.* is in s$/],
    [() => durationIn("s", 600)("11min"), /up to 600s/],
    [() => oneOf("a", "b")("c"), /choose one of a, b/],
    [() => text("  "), /empty/],
    [() => names("us,,eu"), /not a name/],
    [() => names("us,us"), /twice/],
    [() => token("a b"), /HTTP allows/],
    [() => header("no colon"), /Name: value/],
    [() => header("A: b\r\nC: d"), /Name: value/],
  ];
  for (const [read, message] of bad) {
    assert.throws(read, (e) => e instanceof RuleError && message.test(e.message));
  }
});

Deno.test("a header's value is never repeated in an error, it may be a secret", () => {
  assert.throws(
    () => header("Authorization Bearer sk-secret"),
    (e: Error) => !/secret/.test(e.message),
  );
});
