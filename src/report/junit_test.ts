import assert from "node:assert/strict";
import { parseThreshold } from "../metrics/threshold.ts";
import { evaluate } from "../metrics/verdict.ts";
import { renderJunit } from "./junit.ts";
import { reportOf, summaryOf, twoRegions } from "./report_fixtures.ts";
import { junitElements } from "./junit_elements.ts";

const summary = summaryOf(twoRegions());
const thresholds = ["ttfa: p(95)<2000", "error_rate<0.01"]
  .map((expression) => evaluate(parseThreshold(expression), summary));

Deno.test("renderJunit has a case for each threshold and one for the run, and counts them", () => {
  const found = junitElements(renderJunit(reportOf(summary, { thresholds })));
  const [all, suite, ...cases] = found;
  for (const { attributes: { tests, failures, time } } of [all!, suite!]) {
    assert.deepEqual([tests, failures, time], [
      ...["3", "1", "30.000"],
    ]);
  }
  assert.deepEqual(cases.map(({ name, attributes }) => attributes.name ?? name), [
    ...["the run is valid", "ttfa: p(95)<2000", "error_rate<0.01", "failure"],
  ]);
  assert.equal(cases.at(-1)!.attributes.message, "observed 0.0333, not < 0.01");
});

Deno.test("renderJunit: a threshold of what was not measured is an error, no failure", () => {
  const unmeasured = evaluate(parseThreshold("ttfa{region:moon}: p(95)<2000"), summary);
  const found = junitElements(renderJunit(reportOf(summary, { thresholds: [unmeasured] })));
  assert.deepEqual([found[0]!.attributes.failures, found[0]!.attributes.errors], ["0", "1"]);
  assert.equal(found.at(-1)!.attributes.message, "not measured in region 'moon'");
});

Deno.test("renderJunit: a run that was cut off neither passes nor fails its thresholds", () => {
  const cut = reportOf(summary, { thresholds, state: "interrupted" });
  const [all, , ...cases] = junitElements(renderJunit(cut));
  assert.deepEqual([all!.attributes.failures, all!.attributes.errors], ["0", "1"]);
  assert.deepEqual(cases.map(({ name, attributes }) => attributes.name ?? name), [
    ...["the run is valid", "the run is whole", "error"],
  ]);
  assert.equal(cases.at(-1)!.attributes.message, "interrupted: the results are partial");
  const aborted = { by: "error_rate<0.01", afterMs: 12_000 };
  const ended = junitElements(renderJunit({ ...cut, aborted }));
  assert.deepEqual([ended[0]!.attributes.failures, ended[0]!.attributes.errors], ["1", "0"]);
});

Deno.test("renderJunit of a gate's run is green only where the gate passed", () => {
  const counts = (verdict: string) => {
    const [all] = junitElements(
      renderJunit(reportOf(summary, { gate: { verdict, said: "so it was" } })),
    );
    return [all!.attributes.tests, all!.attributes.failures, all!.attributes.errors];
  };
  assert.deepEqual(counts("passed"), ["2", "0", "0"]);
  assert.deepEqual(counts("regression"), ["2", "1", "0"]);
  assert.deepEqual(counts("inconclusive"), ["2", "0", "1"]);
});

Deno.test("renderJunit fails a run that is not valid, with what XML cannot hold replaced", () => {
  const validity = { valid: false, reasons: ['a <b> & "c"\n\u0000\ud800 d'] };
  const found = junitElements(renderJunit(reportOf(summary, { validity })));
  assert.equal(found[1]!.attributes.failures, "1");
  assert.equal(found[3]!.attributes.message, 'a <b> & "c"\n\ufffd\ufffd d');
});
