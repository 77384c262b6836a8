import assert from "node:assert/strict";
import type { Outcome } from "../client/record.ts";
import { Summary } from "../metrics/summary.ts";
import { turnSample } from "../metrics/sample_fixtures.ts";
import { parseThreshold } from "../metrics/threshold.ts";
import { evaluate } from "../metrics/verdict.ts";
import { type Ended, judge } from "./judge.ts";

function ended(turns: Partial<Record<Outcome, number>>, changes: Partial<Ended> = {}): Ended {
  const summary = Summary.empty();
  let attempts = 0;
  for (const [outcome, count] of Object.entries(turns)) {
    for (let i = 0; i < count; i++, attempts++) {
      summary.addTurn(turnSample({ outcome: outcome as Outcome }));
    }
  }
  const base = { summary, plannedTurns: attempts, frameMs: 20, interrupted: false, thresholds: [] };
  return { ...base, ...changes };
}

function failing(summary: Summary) {
  return [evaluate(parseThreshold("ttfa: p(50)<0.001"), summary)];
}

Deno.test("a whole run passes; what failed in it is for thresholds to judge", () => {
  assert.deepEqual(judge(ended({ ok: 30 })), { valid: true, reasons: [], exitCode: 0 });
  assert.equal(judge(ended({ ok: 20, timeout: 10 })).exitCode, 0);
});

Deno.test("a failed threshold is exit 1", () => {
  const run = ended({ ok: 30 });
  assert.equal(judge({ ...run, thresholds: failing(run.summary) }).exitCode, 1);
});

Deno.test("nothing measured is exit 3, whatever the thresholds say", () => {
  const run = ended({ closed: 10 });
  const { exitCode, valid, reasons } = judge({ ...run, thresholds: failing(run.summary) });
  assert.deepEqual([exitCode, valid], [3, false]);
  assert.match(reasons[0]!, /nothing was measured: of 10 turns, 10 closed/);
  assert.match(judge(ended({})).reasons[0]!, /no turn was attempted/);
});

Deno.test("over 2 % late turns void the run, before any threshold", () => {
  assert.equal(judge(ended({ ok: 98, late_generator: 2 })).exitCode, 0);
  const run = ended({ ok: 97, late_generator: 3 });
  const { exitCode, reasons } = judge({ ...run, thresholds: failing(run.summary) });
  assert.equal(exitCode, 4);
  assert.match(reasons[0]!, /3 of 100 turns had a frame sent more than 20 ms late: use fewer/);
});

Deno.test("over 2 % planned turns never attempted void the run, unless it was interrupted", () => {
  assert.equal(judge(ended({ ok: 98 }, { plannedTurns: 100 })).exitCode, 0);
  const { exitCode, reasons } = judge(ended({ ok: 90 }, { plannedTurns: 100 }));
  assert.equal(exitCode, 4);
  assert.match(reasons[0]!, /10 of 100 planned turns were never attempted/);
  const cut = judge(ended({ ok: 90 }, { plannedTurns: 100, interrupted: true }));
  assert.deepEqual([cut.exitCode, cut.valid], [130, true]);
});
