import assert from "node:assert/strict";
import { turnSample } from "../metrics/sample_fixtures.ts";
import { Summary } from "../metrics/summary.ts";
import { parseThreshold } from "../metrics/threshold.ts";
import { evaluate } from "../metrics/verdict.ts";
import { headlineOf } from "./headline.ts";
import { reportOf, summaryOf, twoRegions } from "./report_fixtures.ts";

const summary = summaryOf(twoRegions());
const judged = (expression: string) => [evaluate(parseThreshold(expression), summary)];
const invalid = { valid: false, reasons: ["late"] };

Deno.test("headlineOf says the worst first", () => {
  const cases = [
    [reportOf(summary), "Measured.", "plain"],
    [reportOf(summary, { thresholds: judged("ttfa: med<2000") }), "Passed.", "good"],
    [reportOf(summary, { validity: invalid }), "Not valid.", "bad"],
    [reportOf(summary, { state: "interrupted" }), "Interrupted.", "doubtful"],
    [
      reportOf(summary, { thresholds: [...judged("ttfa: med<2"), ...judged("ttfa: med<2000")] }),
      ...["1 of 2 thresholds failed.", "bad"],
    ],
    [
      reportOf(summary, {
        thresholds: [...judged("ttfa: med<2"), ...judged("ttfa{region:moon}: med<2000")],
      }),
      ...["1 of 2 thresholds failed, 1 not measured.", "bad"],
    ],
    [
      reportOf(summary, { validity: invalid, thresholds: judged("ttfa: med<2") }),
      ...["Not valid.", "bad"],
    ],
    [{ ...reportOf(summary, { validity: invalid }), state: "running" }, "Partial.", "doubtful"],
  ] as const;
  for (const [report, word, tone] of cases) {
    const headline = headlineOf(report);
    assert.deepEqual([headline.word, headline.tone], [word, tone]);
  }
});

Deno.test("headlineOf's sentence holds the figures, their intervals or why there is none", () => {
  const text = (of: Summary) =>
    headlineOf(reportOf(of)).sentence.map((phrase) =>
      typeof phrase === "string" ? phrase : Object.values(phrase).join()
    ).join("");
  assert.equal(
    text(summary),
    "Half of the callers heard the first audio within 845 ms (825 – 886); one in a hundred waited " +
      "997 ms or longer (976 or more: 58 turns give it no upper bound). 58 of 60 turns went well.",
  );
  assert.equal(text(Summary.empty()), "There were no turns.");
  const lost = Summary.empty();
  lost.addTurn(turnSample({ outcome: "timeout" }));
  lost.addTurn(turnSample({ outcome: "late_generator" }));
  assert.equal(
    text(lost),
    "None of 2 turns counts for a time to first audio: 1 late_generator, 1 timeout.",
  );
});
