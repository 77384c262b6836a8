import assert from "node:assert/strict";
import { formatProblem, type Problem } from "../config/problem.ts";
import { readThresholds } from "./read_thresholds.ts";

function problemsOf(expression: string, scenario: readonly string[]): string[] {
  const problems: Problem[] = [];
  readThresholds([expression], { region: ["eu"], scenario }, problems);
  return problems.map(formatProblem);
}

Deno.test("what is no threshold gets an example of its own kind", () => {
  assert.match(problemsOf("error_rate<2", ["text"])[0]!, /e\.g\. 'error_rate<0\.01'$/);
  assert.match(problemsOf("", ["text"])[0]!, /e\.g\. 'ttfa: p\(99\)<900'$/);
});

Deno.test("a threshold that a built-in scenario can never meet is refused", () => {
  assert.match(
    problemsOf("ttfa: p(95)<1500", ["idle"])[0]!,
    /'ttfa: p\(95\)<1500' can never be met: idle has no such value; judge/,
  );
  assert.equal(problemsOf("ttfa{scenario:cold-start}: p(95)<1", ["text", "cold-start"]).length, 1);
  assert.deepEqual(problemsOf("ttfa: p(95)<1500", ["text", "cold-start"]), []);
  assert.deepEqual(problemsOf("rtt: p(95)<15", ["idle"]), []);
  assert.deepEqual(problemsOf("transcript: p(95)<15", ["mine"]), []);
});
