import assert from "node:assert/strict";
import { ThresholdSyntaxError } from "./scanner.ts";
import { parseThreshold } from "./threshold.ts";

Deno.test("parseThreshold reads a metric, its aggregate, the operator and the limit", () => {
  assert.deepEqual(parseThreshold("ttfa: p(99)<900"), {
    expression: "ttfa: p(99)<900",
    subject: { kind: "metric", metric: "ttfa", aggregate: { kind: "percentile", p: 99 } },
    selector: {},
    operator: "<",
    limit: 900,
  });
  for (const kind of ["min", "max", "avg", "med", "count"] as const) {
    assert.deepEqual(parseThreshold(`pacing:${kind}>1`).subject, {
      kind: "metric",
      metric: "pacing",
      aggregate: { kind },
    });
  }
  for (const operator of ["<", "<=", ">", ">=", "==", "!="]) {
    assert.equal(parseThreshold(`ttfa: med ${operator} 0.5`).operator, operator);
  }
  for (const p of [0.1, 5, 50, 99.9, 100]) {
    const { subject } = parseThreshold(`rtt: p( ${p} ) < 1`);
    assert.deepEqual(subject.kind === "metric" && subject.aggregate, { kind: "percentile", p });
  }
});

Deno.test("parseThreshold reads regions and shares, and white space does not matter", () => {
  const spaced = parseThreshold("  ttfa { region : eu-west.1 } :  p(95)  <=  700.5 ");
  assert.deepEqual([spaced.selector, spaced.limit], [{ region: "eu-west.1" }, 700.5]);
  assert.deepEqual(parseThreshold("error_rate<0.01").subject, { kind: "share", share: "not ok" });
  assert.deepEqual(parseThreshold("dropped{region:eu}<=0.05").subject, {
    kind: "share",
    share: "dropped",
  });
  const timeouts = parseThreshold("outcome(timeout){region:eu}<0.02");
  assert.deepEqual([timeouts.subject, timeouts.selector], [
    { kind: "share", share: "timeout" },
    { region: "eu" },
  ]);
});

Deno.test("parseThreshold selects by region, by scenario, or by both in any order", () => {
  const selector = (text: string) => parseThreshold(`ttfa${text}: p(95)<700`).selector;
  assert.deepEqual(selector("{scenario:cold-start}"), { scenario: "cold-start" });
  assert.deepEqual(selector("{ scenario : text , region : eu }"), {
    region: "eu",
    scenario: "text",
  });
  assert.deepEqual(parseThreshold("error_rate{scenario:text}<0.1").selector, { scenario: "text" });
});

Deno.test("parseThreshold says where, by which rule and what instead", () => {
  const cases: [expression: string, position: number, rule: RegExp][] = [
    ["", 0, /a metric, error_rate, outcome\(NAME\) or dropped; metrics are ttfa,/],
    ["tfta: p(99)<900", 0, /metrics are ttfa,/],
    ["constructor: p(99)<900", 0, /metrics are ttfa,/],
    ["ttfa p(99)<900", 5, /':' and an aggregate .* ttfa: p\(99\)<900/],
    ["ttfa{eu}: p(99)<900", 5, /\{region:eu\}/],
    ["ttfa{region:eu: p(99)<900", 14, /\{region:eu\}/],
    ["ttfa{region:eu,region:us}: p(99)<900", 15, /once each/],
    ["ttfa{region:eu,}: p(99)<900", 15, /once each/],
    ["ttfa{}: p(99)<900", 5, /\{region:eu\}/],
    ["ttfa{agent:a}: p(99)<900", 5, /region or scenario/],
    ["ttfa: p99<900", 6, /p\(N\) with 0 < N <= 100/],
    ["ttfa: p(0)<900", 6, /p\(N\) with 0 < N <= 100/],
    ["ttfa: p(101)<900", 6, /p\(N\) with 0 < N <= 100/],
    ["ttfa: p(99)=900", 11, /< <= > >= == !=/],
    ["ttfa: p(99)<", 12, /a number/],
    ["ttfa: p(99)<-1", 12, /not negative/],
    ["ttfa: p(99)<900ms", 15, /without a unit/],
    ["error_rate: p(99)<0.01", 10, /< <= > >= == !=/],
    ["error_rate<5", 11, /5 % is 0.05/],
    ["error_rate<0.01%", 15, /without a unit/],
    ["outcome<0.1", 7, /\(NAME\).*timeout/],
    ["outcome(late)<0.1", 8, /one of ok, late_generator/],
  ];
  for (const [expression, position, rule] of cases) {
    assert.throws(() => parseThreshold(expression), (error) => {
      assert.ok(error instanceof ThresholdSyntaxError && error instanceof SyntaxError);
      assert.equal(error.position, position, expression);
      assert.match(error.message, rule);
      assert.ok(error.message.includes(`'${expression}', character ${position + 1}`));
      return true;
    });
  }
});
