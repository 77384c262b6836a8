import assert from "node:assert/strict";
import { turnSample } from "./sample_fixtures.ts";
import { Summary } from "./summary.ts";
import { parseThreshold } from "./threshold.ts";
import { evaluate } from "./verdict.ts";

const tags = turnSample().tags;

/** eu: 100, 200, 300 and a timeout; us: 1000. */
function summary(): Summary {
  const summary = Summary.empty();
  for (const ttfaMs of [100, 200, 300]) summary.addTurn(turnSample({ ttfaMs }));
  summary.addTurn(turnSample({ outcome: "timeout" }));
  summary.addTurn(turnSample({ ttfaMs: 1000, tags: { ...tags, region: "us" } }));
  return summary;
}

Deno.test("evaluate observes each aggregate, pooled over the regions or in one", () => {
  const cases = [
    ["ttfa: p(75)<300", 300],
    ["ttfa: max<1", 1000],
    ["ttfa: min<1", 100],
    ["ttfa: avg<1", 400],
    ["ttfa: med<1", 200],
    ["ttfa: count<1", 4],
    ["ttfa{region:eu}: p(100)<1", 300],
    ["error_rate<0", 0.2],
    ["error_rate{region:eu}<0", 0.25],
    ["error_rate{region:us}<0", 0],
    ["outcome(timeout){region:eu}<0", 0.25],
    ["outcome(error)<0", 0],
  ] as const;
  for (const [expression, observed] of cases) {
    const verdict = evaluate(parseThreshold(expression), summary());
    assert.deepEqual([verdict.observed, verdict.passed], [observed, false], expression);
    assert.match(verdict.reason!, /^not < /);
  }
});

Deno.test("evaluate compares by each operator", () => {
  const passing = ["< 201", "<= 200", "> 199", ">= 200", "== 200", "!= 199"];
  const failing = ["< 200", "<= 199", "> 200", ">= 201", "== 201", "!= 200"];
  const passed = (rest: string) => evaluate(parseThreshold(`ttfa: med ${rest}`), summary()).passed;
  assert.deepEqual(passing.map(passed), passing.map(() => true));
  assert.deepEqual(failing.map(passed), failing.map(() => false));
});

Deno.test("evaluate never passes what was not measured", () => {
  for (const rest of ["<9", "<=9", ">0", ">=0", "==0", "!=9"]) {
    for (const subject of ["bridge_rtt: max", "bridge_rtt: count", "ttfa{region:mars}: p(50)"]) {
      const verdict = evaluate(parseThreshold(subject + rest), summary());
      assert.deepEqual([verdict.passed, verdict.observed], [false, undefined], subject + rest);
      assert.match(verdict.reason!, /^not measured/);
    }
  }
  const nowhere = evaluate(parseThreshold("error_rate{region:mars}<1"), summary());
  assert.deepEqual([nowhere.passed, nowhere.reason], [
    false,
    "not measured in region 'mars'",
  ]);
  assert.equal(evaluate(parseThreshold("error_rate<1"), Summary.empty()).passed, false);
});
