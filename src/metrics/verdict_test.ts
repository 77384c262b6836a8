import assert from "node:assert/strict";
import { sessionSample, turnSample } from "./sample_fixtures.ts";
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

Deno.test("evaluate holds nothing against the target that the generator or the run's end spoilt", () => {
  const spoilt = Summary.empty();
  const add = (count: number, changes: Parameters<typeof turnSample>[0]) => {
    for (let i = 0; i < count; i++) spoilt.addTurn(turnSample(changes));
  };
  add(985, {});
  add(15, { outcome: "late_generator" });
  add(5, { outcome: "interrupted", errorCode: "run_stopped" });
  const observed = (expression: string) => evaluate(parseThreshold(expression), spoilt).observed;
  assert.equal(observed("error_rate<0.01"), 0);
  assert.equal(observed("outcome(interrupted)<0.01"), 0);
  assert.equal(observed("outcome(late_generator)<0.01"), 15 / 1005);
  add(15, { outcome: "interrupted", errorCode: "turn_detected" });
  assert.equal(observed("error_rate<0.01"), 0.015);
  assert.equal(observed("outcome(interrupted)<0.01"), 0.015);
  const none = Summary.empty();
  none.addTurn(turnSample({ outcome: "late_generator" }));
  assert.equal(evaluate(parseThreshold("error_rate<1"), none).passed, false);
});

Deno.test("evaluate observes the share of arrivals that were dropped, by region", () => {
  const open = Summary.empty();
  const expression = (limit: number) => parseThreshold(`dropped{region:eu}<${limit}`);
  assert.equal(evaluate(expression(1), open).passed, false);
  for (let i = 0; i < 8; i++) open.addSession(sessionSample());
  for (let i = 0; i < 2; i++) open.addDropped("eu", "conversation");
  open.addDropped("us", "conversation");
  assert.deepEqual(
    [evaluate(expression(0.3), open).observed, evaluate(expression(0.1), open).passed],
    [0.2, false],
  );
});

Deno.test("evaluate notes of a percentile that passed when so few values cannot bound it", () => {
  const of = (count: number) => {
    const few = Summary.empty();
    for (let i = 0; i < count; i++) few.addTurn(turnSample({ ttfaMs: 100 }));
    return few;
  };
  const verdict = (expression: string, count: number) =>
    evaluate(parseThreshold(expression), of(count));
  const { passed, note } = verdict("ttfa: p(99)<900", 5);
  assert.deepEqual([passed, note], [true, "5 values do not bound p99; 299 do"]);
  assert.equal(verdict("ttfa: p(99)<900", 298).note !== undefined, true);
  assert.equal(verdict("ttfa: p(99)<900", 299).note, undefined);
  assert.equal(verdict("ttfa: med<=100", 5).note, "5 values do not bound p50; 6 do");
  assert.equal(verdict("ttfa: med<=50", 5).note, undefined);
  assert.equal(verdict("ttfa: max<900", 5).note, undefined);
  // Of many values at least that much is known.
  assert.equal(verdict("ttfa: p(99)>50", 5).note, undefined);
});
