import assert from "node:assert/strict";
import { duration, rate, share, stages, workers } from "./load_readers.ts";
import { RuleError } from "./readers.ts";

Deno.test("duration, rate, stages, share and workers give the value", () => {
  const times = ["500ms", "10s", "1m30s", "1.5h", "24h"].map(duration(1));
  assert.deepEqual(times, [500, 10_000, 90_000, 5_400_000, 86_400_000]);
  assert.equal(duration(0)("0s"), 0);
  assert.deepEqual(rate("2/s"), { perSecond: 2, unitMs: 1000 });
  assert.deepEqual(rate("90/m"), { perSecond: 1.5, unitMs: 60_000 });
  assert.deepEqual(stages("30s:10, 1m:50,0s:0"), [[30_000, 10], [60_000, 50], [0, 0]]);
  assert.deepEqual(["0", "0.25", "1"].map(share(0.2)), [0, 0.25, 1]);
  assert.deepEqual([workers("auto"), workers("3")], ["auto", 3]);
});

Deno.test("what they cannot read they refuse with the rule and an example", () => {
  const bad: [() => unknown, RegExp][] = [
    [() => duration(1)("10"), /its unit, e.g. 10s/],
    [() => duration(1)("0s"), /above 0/],
    [() => duration(0)("25h"), /up to a day/],
    [() => duration(1)("-1s"), /'-1s'/],
    [() => duration(1)("1s1"), /'1s1'/],
    [() => duration(1)(""), /''/],
    [() => rate("2"), /e.g. 2\/s/],
    [() => rate("2/d"), /'2\/d' is not a rate/],
    [() => rate("-2/s"), /not a rate/],
    [() => rate("10001/s"), /up to 10000\/s/],
    [() => stages(""), /is no stage/],
    [() => stages("30s"), /'30s' is no stage/],
    [() => stages("30s:10,1m:-5"), /'1m:-5' is no stage/],
    [() => stages("30s:10/s"), /no stage/],
    [() => stages("30:10"), /'30' is not a time/],
    [() => stages("30s:10001"), /up to 10000/],
    [() => stages("30s:1:2"), /no stage/],
    [() => share(0.9)("1.1"), /from 0 to 1; give one, e.g. 0.9/],
    [() => share(0.2)("20%"), /from 0 to 1/],
    [() => workers("0"), /neither auto nor/],
    [() => workers("many"), /neither auto nor/],
  ];
  for (const [read, message] of bad) {
    assert.throws(read, (e) => e instanceof RuleError && message.test(e.message), `${message}`);
  }
});
