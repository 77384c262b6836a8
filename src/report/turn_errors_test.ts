import assert from "node:assert/strict";
import { turnSample } from "../metrics/sample_fixtures.ts";
import { resultsMarkup } from "./html/results.ts";
import { renderMarkdown } from "./markdown.ts";
import { renderPrometheus } from "./prometheus.ts";
import { reportOf, summaryOf } from "./report_fixtures.ts";
import { renderText } from "./text.ts";

Deno.test("every report says which errors there were, and in how many turns", () => {
  const turns = [
    turnSample({ errorCode: "malformed_event" }),
    turnSample({ outcome: "error", errorCode: "rate_limit_exceeded" }),
  ];
  const summary = summaryOf({ turns, sessions: [] });
  const report = reportOf(summary);
  assert.deepEqual(report.outcomes[0]!.errors, {
    ok: { malformed_event: 1 },
    error: { rate_limit_exceeded: 1 },
  });
  const counts = "1 ok (malformed_event 1), 1 error (rate_limit_exceeded 1)";
  assert.ok(renderText(report, { colour: false, folder: "x" }).includes(`2 turns: ${counts}`));
  assert.ok(renderMarkdown(report).replaceAll("\\", "").includes(`eu · conversation: ${counts}`));
  assert.match(`${resultsMarkup(report)}`, /1 error \(rate_limit_exceeded 1\)/);
  assert.match(
    renderPrometheus(report),
    /ttfa_errored_turns\{.*outcome="error",error_code="rate_limit_exceeded"\} 1\n/,
  );
});

Deno.test("the terminal says in how many turns a player would have run dry, where it would", () => {
  const textOf = (underruns: number) =>
    renderText(reportOf(summaryOf({ turns: [turnSample({ underruns })], sessions: [] })), {
      colour: false,
    });
  assert.match(textOf(2), /in 1 ok turn a player without a buffer ran dry/);
  assert.doesNotMatch(textOf(0), /ran dry/);
  assert.match(textOf(0), /Nothing was saved\.\n$/);
});
